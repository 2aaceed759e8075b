/// A claim that a text was asked about, between two references.
public struct ClaimJudgement: Sendable, Equatable {
  /// What may be said.
  public enum Verdict: String, CaseIterable, Sendable {
    /// The text says it.
    case said
    /// The text does not say it.
    case missing
    /// The judge finds the claim no more likely in the text it comes from than in unrelated ones: its
    /// answers about this claim say nothing.
    case undecided
  }

  /// Log odds that the text says it, nats.
  public var logOdds: Double
  /// The same for the text that the claim comes from, nats: the upper reference.
  public var own: Double
  /// The same for texts of other questions, nats; the highest is the lower reference.
  public var unrelated: [Double]

  /// A judgement; there is at least one unrelated text.
  public init(logOdds: Double, own: Double, unrelated: [Double]) {
    precondition(!unrelated.isEmpty, "A claim is judged against an unrelated text.")
    (self.logOdds, self.own, self.unrelated) = (logOdds, own, unrelated)
  }

  /// Said on the upper half between the references, missing on the lower one.
  public var verdict: Verdict {
    guard let lower = unrelated.max(), own > lower else { return .undecided }
    return logOdds >= (own + lower) / 2 ? .said : .missing
  }
}
