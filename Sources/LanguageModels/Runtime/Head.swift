import CKernels
import LinearAlgebra

/// The language-model head over rows that have passed the final norm.
///
/// Logits exist 256 at a time for a few rows: each stretch of the vocabulary is folded into sums
/// while it is in the first-level cache. Every weight is read once for up to 512 rows.
struct Head {
  let model: LanguageModel
  /// [positions × width].
  let rows: MatrixView<Float>

  private var matrix: PanelMatrix { model.weights.head }
  private var configuration: ModelConfiguration { model.configuration }

  /// All logits, [positions × vocabulary].
  func logits() -> Matrix<Float> {
    Matrix(rows: rows.rows, columns: configuration.vocabularySize) { logits in
      matrix.multiply(rows, into: logits)
      if let cap = configuration.logitSoftCap {
        kn_soft_cap_f32(logits.base, cap, logits.rows * logits.columns)
      }
    }
  }

  /// Statistics of every row; `next` holds the actual next tokens, -1 where there is none.
  func statistics(next: [Int32], topK: Int) -> NextTokenStatistics {
    var statistics = NextTokenStatistics(rows: rows.rows, topK: topK)
    for first in stride(from: 0, to: rows.rows, by: HeadScratch.rows) {
      let range = first..<min(rows.rows, first + HeadScratch.rows)
      let scratch = HeadScratch(rows: range.count, topK: topK)
      run(rows.rows(range), next: Array(next[range]), scratch)
      for row in range {
        scratch.summarize(row - first, next: next[row], into: &statistics, at: row)
      }
    }
    return statistics
  }

  private func run(_ rows: MatrixView<Float>, next: [Int32], _ scratch: HeadScratch) {
    let matrix = matrix
    let softCap = configuration.logitSoftCap ?? 0
    @Sendable func call(_ segment: Int, from row: Int, count: Int) -> kn_head_call {
      let places = scratch.place(segment, row)
      return kn_head_call(
        x: rows.row(row), x_stride: rows.rowStride, rows: count, inputs: matrix.inputs,
        panels: matrix.panels, bias: matrix.bias.map { UnsafePointer($0.base) },
        columns: matrix.outputs, soft_cap: softCap, targets: scratch.targets + row,
        top_k: scratch.topK, partials: places.partials, top_logits: places.topLogits,
        top_tokens: places.topTokens)
    }
    parallelFor(rows.rows, grain: 16) { range in
      next.withUnsafeBufferPointer { next in
        guard let tokens = next.baseAddress else { return }
        var call = call(0, from: range.lowerBound, count: range.count)
        kn_head_targets_f32(&call, tokens + range.lowerBound, scratch.targets + range.lowerBound)
      }
    }
    let slabs = (matrix.panelCount + HeadScratch.panelsPerSlab - 1) / HeadScratch.panelsPerSlab
    let segments = HeadScratch.segments
    parallelFor(segments) { range in
      for segment in range {
        var call = call(segment, from: 0, count: rows.rows)
        let first = slabs * segment / segments * HeadScratch.panelsPerSlab
        let last = slabs * (segment + 1) / segments * HeadScratch.panelsPerSlab
        kn_head_f32(&call, first, min(last, matrix.panelCount))
      }
    }
  }
}
