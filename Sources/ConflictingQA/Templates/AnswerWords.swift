/// The words a reader may answer with.
public struct AnswerWords: Sendable, Equatable {
  /// The word for yes.
  public var yes: String
  /// The word for no.
  public var no: String
  /// The word for a third answer; nil forces a choice between yes and no.
  public var unclear: String?

  /// Answer words; a forced choice between Yes and No unless given.
  public init(yes: String = "Yes", no: String = "No", unclear: String? = nil) {
    (self.yes, self.no, self.unclear) = (yes, no, unclear)
  }

  /// The words in the order offered, no before yes when `reversed`.
  func choices(reversed: Bool) -> String {
    let pair = reversed ? [no, yes] : [yes, no]
    guard let unclear else { return pair.joined(separator: " or ") }
    return "\(pair[0]), \(pair[1]) or \(unclear)"
  }

  /// The ways a word may be written: as given, in small and in capital letters, each with and
  /// without a space before it.
  static func variants(of word: String) -> [String] {
    var forms: [String] = []
    for form in [word, word.lowercased(), word.uppercased()] where !forms.contains(form) {
      forms.append(form)
    }
    return forms + forms.map { " " + $0 }
  }
}
