import CKernels
import Foundation
import LanguageModels
import LinearAlgebra

/// The final norm, the head and the cross-entropy, over the rows that have a loss only.
///
/// Logits exist for a chunk of rows at a time; each chunk's gradient is used up before the next.
struct Head: @unchecked Sendable {
  let norm: Norm
  let linear: Linear
  let softCap: Float

  init(_ views: ParameterViews) {
    let configuration = views.configuration
    guard
      let norm = views.norm(.finalNorm, bias: .finalNormBias, form: configuration.finalNorm)
    else { preconditionFailure("A decoder has a final norm.") }
    self.norm = norm
    linear =
      configuration.isHeadTied
      ? views.linear([.tokenEmbedding]) : views.linear([.head], bias: .headBias)
    softCap = configuration.logitSoftCap ?? 0
  }

  /// Logits of a chunk take about 4 MB, and a chunk has enough rows to reuse the weights.
  private var rowsPerChunk: Int { max(64, (1 << 20) / linear.weight.rows) }

  /// The batch's weighted loss; with `gradient`, [N × width], also writes the gradient by `hidden`
  /// and adds to those of norm and head.
  func loss(
    of batch: PackedBatch, hidden: MutableMatrixView<Float>,
    gradient: MutableMatrixView<Float>?
  ) -> Double {
    gradient?.base.update(repeating: 0, count: hidden.rows * hidden.columns)
    let width = hidden.columns
    let room = min(rowsPerChunk, batch.rows.count)
    let rows = AlignedBuffer(uninitialized: 3 * room * width)
    let logitRoom = AlignedBuffer(uninitialized: room * linear.weight.rows)
    var total = 0.0
    for first in stride(from: 0, to: batch.rows.count, by: rowsPerChunk) {
      let chunk = first..<min(batch.rows.count, first + rowsPerChunk)
      let input = rows.matrix(rows: chunk.count, columns: width)
      let normed = rows.matrix(at: room * width, rows: chunk.count, columns: width)
      let logits = logitRoom.matrix(rows: chunk.count, columns: linear.weight.rows)
      for (place, index) in chunk.enumerated() {
        input.row(place).update(from: hidden.row(batch.rows[index]), count: width)
      }
      norm.apply(input.readOnly, into: normed)
      linear.apply(normed.readOnly, into: logits)
      if softCap > 0 {
        kn_soft_cap_f32(logits.base, softCap, logits.rows * logits.columns)
      }
      let losses = DoubleResults(chunk.count)
      let derive = gradient != nil
      parallelFor(chunk.count) { places in
        for place in places {
          losses.base[place] = crossEntropy(
            of: batch, chunk.lowerBound + place, logits.row(place), derive: derive)
        }
      }
      total += losses.sum
      guard let gradient else { continue }
      let normedGradient = rows.matrix(at: 2 * room * width, rows: chunk.count, columns: width)
      linear.inputGradient(logits.readOnly, into: normedGradient)
      linear.addParameterGradients(normed.readOnly, logits.readOnly)
      for (place, index) in chunk.enumerated() {
        norm.backward(
          input.row(place), normedGradient.row(place), into: gradient.row(batch.rows[index]),
          count: width, accumulate: true)
      }
    }
    return total
  }

  /// One row's loss, w Σ p (log Σ e^z − z); with `derive` its gradient takes the logits' place.
  private func crossEntropy(
    of batch: PackedBatch, _ index: Int, _ logits: UnsafeMutablePointer<Float>, derive: Bool
  ) -> Double {
    let weight = batch.weights[index]
    let targets = batch.targets[batch.targetStarts[index]..<batch.targetStarts[index + 1]]
    let logSum = kn_log_sum_exp_f32(logits, linear.weight.rows)
    var loss = 0.0
    var mass: Float = 0
    for target in targets {
      let logit = logits[Int(target.token)]
      loss += Double(target.probability) * (logSum - Double(logit))
      mass += target.probability
    }
    if derive {
      let slopes = targets.map { target in
        let share = softCap > 0 ? logits[Int(target.token)] / softCap : 0
        return weight * target.probability * (1 - share * share)
      }
      kn_softmax_gradient_f32(
        logits, linear.weight.rows, Float(logSum), weight * mass, softCap)
      for (target, slope) in zip(targets, slopes) { logits[Int(target.token)] -= slope }
    }
    return Double(weight) * loss
  }
}
