import CKernels
import Foundation
import LanguageModels
import LinearAlgebra

/// AdamW (Loshchilov and Hutter 2019) as PyTorch computes it: weights shrink by
/// learningRate · weightDecay apart from the gradient, then move by the bias-corrected mean over the
/// root of the bias-corrected mean square plus epsilon.
///
/// Every number is updated on its own, so results do not depend on threads. 8 bytes a number.
final class AdamW {
  let beta1: Float
  let beta2: Float
  let epsilon: Float
  let weightDecay: Float
  /// Steps taken.
  var steps = 0
  /// Running means of gradients and of their squares.
  let means: AlignedBuffer
  let squares: AlignedBuffer
  private let decays: [Bool]

  /// Numbers that share a decision on decay, and a unit of parallel work.
  private static let stretch = 1 << 14
  private let stretches: [Range<Int>]

  init(_ configuration: TrainingConfiguration, for learnable: any Learnable) {
    beta1 = configuration.beta1
    beta2 = configuration.beta2
    epsilon = configuration.epsilon
    weightDecay = configuration.weightDecay
    let count = learnable.values.count
    means = AlignedBuffer(zeros: count)
    squares = AlignedBuffer(zeros: count)
    let all = configuration.decaysNormsAndBiases
    (stretches, decays) = AdamW.cut(count, decaying: all ? [0..<count] : learnable.decaying)
  }

  /// Cuts 0..<count at every change of decay and into stretches.
  private static func cut(
    _ count: Int, decaying: [Range<Int>]
  ) -> (stretches: [Range<Int>], decays: [Bool]) {
    var stretches: [Range<Int>] = []
    var decays: [Bool] = []
    func add(_ range: Range<Int>, _ decay: Bool) {
      for first in stride(from: range.lowerBound, to: range.upperBound, by: stretch) {
        stretches.append(first..<min(range.upperBound, first + stretch))
        decays.append(decay)
      }
    }
    var end = 0
    for range in decaying {
      add(end..<range.lowerBound, false)
      add(range, true)
      end = range.upperBound
    }
    add(end..<count, false)
    return (stretches, decays)
  }

  /// One step along `gradient` times `scale`.
  func step(
    _ values: AlignedBuffer, gradient: AlignedBuffer, scale: Float, learningRate: Float
  ) {
    steps += 1
    func step(_ decay: Float) -> kn_adamw_step {
      kn_adamw_step(
        gradient_scale: scale, learning_rate: learningRate, beta1: beta1, beta2: beta2,
        epsilon: epsilon, weight_decay: decay, correction1: correction(beta1),
        correction2: correction(beta2))
    }
    let (decayed, plain) = (step(weightDecay), step(0))
    let (means, squares, stretches, decays) = (means, squares, stretches, decays)
    parallelFor(stretches.count) { range in
      for index in range {
        let first = stretches[index].lowerBound
        var step = decays[index] ? decayed : plain
        kn_adamw_f32(
          &step, values.base + first, gradient.base + first, means.base + first,
          squares.base + first, stretches[index].count)
      }
    }
  }

  /// 1 − βᵗ.
  private func correction(_ beta: Float) -> Float {
    Float(1 - pow(Double(beta), Double(steps)))
  }
}

extension AlignedBuffer {
  /// The Euclidean norm, the same on any number of threads.
  var norm: Double {
    let stretch = 1 << 16
    let count = (self.count + stretch - 1) / stretch
    let sums = DoubleResults(count)
    parallelFor(count) { range in
      for index in range {
        let first = index * stretch
        sums.base[index] = kn_sum_of_squares_f32(
          self.base + first, min(stretch, self.count - first))
      }
    }
    return sums.sum.squareRoot()
  }
}
