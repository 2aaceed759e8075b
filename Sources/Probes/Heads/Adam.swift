import LinearAlgebra

/// Adam (Kingma and Ba 2015) without weight decay, with PyTorch's defaults.
struct Adam {
  private let learningRate: Float
  private var step = 0
  private var means: [Float]
  private var squares: [Float]

  private static let (meanDecay, squareDecay): (Float, Float) = (0.9, 0.999)
  private static let epsilon: Float = 1e-8

  init(_ count: Int, learningRate: Float) {
    self.learningRate = learningRate
    means = [Float](repeating: 0, count: count)
    squares = means
  }

  /// One step against the gradient.
  mutating func update(_ parameters: inout [Float], _ gradient: [Float]) {
    step += 1
    let meanCorrection = 1 - power(Double(Self.meanDecay))
    let squareCorrection = (1 - power(Double(Self.squareDecay))).squareRoot()
    let rate = Float(Double(learningRate) / meanCorrection)
    let scale = Float(1 / squareCorrection)
    let count = parameters.count
    parameters.withUnsafeMutableBufferPointer { parameters in
      means.withUnsafeMutableBufferPointer { means in
        squares.withUnsafeMutableBufferPointer { squares in
          gradient.withUnsafeBufferPointer { gradient in
            // Each piece is written by one thread only.
            nonisolated(unsafe) let (p, m, s, g) = (parameters, means, squares, gradient)
            parallelFor(count, grain: 1 << 16) { range in
              for place in range {
                m[place] += (1 - Self.meanDecay) * (g[place] - m[place])
                s[place] =
                  Self.squareDecay * s[place] + (1 - Self.squareDecay) * g[place] * g[place]
                p[place] -= rate * m[place] / (s[place].squareRoot() * scale + Self.epsilon)
              }
            }
          }
        }
      }
    }
  }

  private func power(_ base: Double) -> Double { elementaryExp(Double(step) * elementaryLog(base)) }
}
