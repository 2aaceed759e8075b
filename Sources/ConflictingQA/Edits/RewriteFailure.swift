/// Why a rewrite was not used.
public struct RewriteFailure: Sendable, Equatable {
  /// What a rewrite must pass. Whether all claims are kept would need a model of entailment and is not
  /// judged beyond figures, names and side.
  public enum Gate: String, CaseIterable, Sendable {
    /// Something was written at all.
    case written = "no text"
    /// About as many words as before.
    case length
    /// Every figure is kept.
    case figures
    /// Every name is kept: a capitalised word inside a sentence.
    case names
    /// The property that was asked for moved.
    case target
    /// A reader's answer to the document alone keeps its sign.
    case side
  }

  /// The gate.
  public var gate: Gate
  /// What is wrong, as the end of a sentence.
  public var sentence: String

  /// A failure.
  public init(gate: Gate, sentence: String) { (self.gate, self.sentence) = (gate, sentence) }
}
