import CKernels
import LinearAlgebra

extension Head {
  /// Logits of each row's chosen tokens.
  ///
  /// All logits of 64 rows exist for a moment, so that those chosen are the very numbers the
  /// head gives at any precision: meant for the few rows of answers and hints, not for corpora.
  func chosenLogits(_ tokens: [[Int32]]) -> [ChosenLogits] {
    stride(from: 0, to: rows.rows, by: 64).flatMap { first in
      let range = first..<min(rows.rows, first + 64)
      return Head(model: model, rows: rows.rows(range)).logits().withView { logits in
        range.map { row in
          let values = logits.row(row - first)
          return ChosenLogits(
            logits: tokens[row].map { values[Int($0)] },
            logSumExp: kn_log_sum_exp_f32(values, logits.columns))
        }
      }
    }
  }
}
