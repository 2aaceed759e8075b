import Foundation

extension TrainingConfiguration {
  /// The learning rate of a step, from 1: it grows linearly to its peak over the warm-up, then falls
  /// along half a cosine to `finalShare` of the peak at the last step.
  public func learningRate(step: Int) -> Float {
    if step <= warmUpSteps { return learningRate * Float(step) / Float(warmUpSteps) }
    let span = max(1, steps - warmUpSteps)
    let progress = min(1, Double(step - warmUpSteps) / Double(span))
    let cosine = 0.5 * (1 + cos(Double.pi * progress))
    return learningRate * (finalShare + (1 - finalShare) * Float(cosine))
  }
}
