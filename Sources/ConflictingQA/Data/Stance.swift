/// The side a document takes on a yes/no question.
public enum Stance: String, CaseIterable, Sendable {
  /// The document's author would answer yes.
  case yes
  /// The document's author would answer no.
  case no

  /// The other side.
  public var opposite: Stance { self == .yes ? .no : .yes }
}
