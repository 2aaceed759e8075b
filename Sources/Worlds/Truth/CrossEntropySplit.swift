import Foundation
import Statistics

/// A model's expected loss at a position, divided into what nobody can avoid and what it lacks.
///
/// E_p[-log q] = H(p) + KL(p || q) for the exact distribution p and the model's q, all in nats.
public struct CrossEntropySplit: Sendable, Equatable {
  /// H(p): the entropy of the exact distribution.
  public let aleatoric: Double
  /// KL(p || q) >= 0: what the model does not know; infinite when it rules out what can happen.
  public let epistemic: Double
  /// The expected loss.
  public var crossEntropy: Double { aleatoric + epistemic }

  /// Divides exactly, from the model's log-probabilities [vocabulary] in nats; traps when there are
  /// fewer than words. What the model has beyond them are words that never come.
  public init(truth: [Double], logProbabilities: [Float]) {
    precondition(
      logProbabilities.count >= truth.count, "a model of a world has a probability for every word")
    aleatoric = entropy(truth)
    var divergence = 0.0
    for (probability, model) in zip(truth, logProbabilities) where probability > 0 {
      divergence += probability * (log(probability) - Double(model))
    }
    // Rounding of nearly equal distributions can fall below zero.
    epistemic = max(0, divergence)
  }
}
