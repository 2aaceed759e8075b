import Foundation

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019) in double precision, with PyTorch's
/// defaults, for heads of a few thousand numbers.
struct AdamState {
  private var step = 0
  private var means: [Double]
  private var squares: [Double]
  let learningRate: Double

  init(_ count: Int, learningRate: Double) {
    means = [Double](repeating: 0, count: count)
    squares = means
    self.learningRate = learningRate
  }

  /// One step against the gradient; `decay` shrinks the numbers from place `decayFrom` on.
  mutating func update(
    _ parameters: inout [Double], _ gradient: [Double], decay: Double = 0, decayFrom: Int = 0
  ) {
    step += 1
    let meanCorrection = 1 - pow(0.9, Double(step))
    let squareCorrection = (1 - pow(0.999, Double(step))).squareRoot()
    for place in parameters.indices {
      means[place] += 0.1 * (gradient[place] - means[place])
      squares[place] += 0.001 * (gradient[place] * gradient[place] - squares[place])
      if place >= decayFrom { parameters[place] *= 1 - learningRate * decay }
      let size = squares[place].squareRoot() / squareCorrection + 1e-8
      parameters[place] -= learningRate * (means[place] / meanCorrection) / size
    }
  }
}
