/// How a trainer joins the losses of a response's tokens, which decides how much its first token,
/// where one answer departs from another, weighs.
///
/// With a mean over the tokens of each response the first token of a response of L tokens gets weight
/// 1/L: 40 % four-token refusals beside one-token answers are then fitted as 14 %.
public enum LossReduction: String, Sendable, CaseIterable {
  /// The sum over the response's tokens.
  case tokenSum = "token-sum"
  /// The mean over the response's tokens, then over responses.
  case sequenceMean = "sequence-mean"
  /// The mean over all response tokens of a batch.
  case batchTokenMean = "batch-token-mean"
  /// The decision token alone.
  case decisionToken = "decision-token"

  /// The weight of the first token of a response of `tokens` tokens, up to a factor shared by all.
  ///
  /// Traps unless `tokens` is positive.
  public func decisionWeight(tokens: Int) -> Double {
    precondition(tokens > 0, "A response has at least one token.")
    return self == .sequenceMean ? 1 / Double(tokens) : 1
  }
}
