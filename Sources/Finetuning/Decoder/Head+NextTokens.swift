import CKernels
import LanguageModels
import LinearAlgebra

extension Head {
  /// ln p of some tokens after each given row of `hidden`, [N × width]; rows × tokens, nats.
  func logProbabilities(
    of tokens: [Int32], after rows: [Int], hidden: MutableMatrixView<Float>
  ) -> [[Double]] {
    let width = hidden.columns
    let room = min(64, rows.count)
    let normed = AlignedBuffer(uninitialized: room * width)
    let logitRoom = AlignedBuffer(uninitialized: room * linear.weight.rows)
    return stride(from: 0, to: rows.count, by: 64).flatMap { first in
      let chunk = rows[first..<min(rows.count, first + 64)]
      let input = normed.matrix(rows: chunk.count, columns: width)
      let logits = logitRoom.matrix(rows: chunk.count, columns: linear.weight.rows)
      for (place, row) in chunk.enumerated() {
        norm.apply(hidden.row(row), into: input.row(place), count: width)
      }
      linear.apply(input.readOnly, into: logits)
      if softCap > 0 { kn_soft_cap_f32(logits.base, softCap, logits.rows * logits.columns) }
      let logSums = DoubleResults(chunk.count)
      parallelFor(chunk.count) { places in
        for place in places {
          logSums.base[place] = kn_log_sum_exp_f32(logits.row(place), logits.columns)
        }
      }
      return logSums.elements.enumerated().map { place, logSum in
        tokens.map { Double(logits[place, Int($0)]) - logSum }
      }
    }
  }
}
