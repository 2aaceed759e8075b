/// The best prediction that does not look at the question: what finetuning makes a model say about
/// things it does not know (Kang et al. 2024, P_unf).
public struct Hedge: Sendable, Equatable {
  /// The prediction, one number a place; where it is not unique, equal mass on all of `support`.
  public let distribution: [Double]
  /// The places that some optimal prediction uses.
  public let support: [Int]
  /// Whether no other prediction is as good. Without it only the support can be compared.
  public let isUnique: Bool
  /// What the objective is at the hedge: a loss in nats or squared units, or an expected reward.
  public let value: Double

  init(distribution: [Double], support: [Int], isUnique: Bool, value: Double) {
    (self.distribution, self.support) = (distribution, support)
    (self.isUnique, self.value) = (isUnique, value)
  }

  /// How far a prediction is from the hedge: total variation where the hedge is unique, otherwise
  /// the mass outside its support (any mixture inside is as good).
  public func distance(to prediction: [Double]) -> Double {
    if isUnique { return Divergence.totalVariation(prediction, distribution) }
    return max(0, 1 - support.reduce(0) { $0 + prediction[$1] })
  }
}
