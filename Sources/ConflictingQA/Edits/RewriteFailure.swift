/// Why a rewrite was not used.
public struct RewriteFailure: Sendable, Equatable {
  /// What a rewrite must pass. The last three ask a reader, and only about texts that pass all gates
  /// before them.
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
    /// A reader's answer to the text alone is that to the original rather than that to the opponents.
    case side
    /// It says all that the original says, and the original all that it says, as a judge finds; see
    /// ``ClaimsJudge``.
    case claims
    /// Who is asked can tell the original's side from the other one's, and every claim's own text from
    /// unrelated ones: else its answers say nothing.
    case undecided
  }

  /// The gate.
  public var gate: Gate
  /// What is wrong, as the end of a sentence.
  public var sentence: String

  /// A failure.
  public init(gate: Gate, sentence: String) { (self.gate, self.sentence) = (gate, sentence) }
}
