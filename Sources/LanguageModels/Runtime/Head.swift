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

  /// Tasks are blocks of rows times groups of segments: few rows are shared out over the vocabulary,
  /// many over the rows, which keeps one list of the most likely tokens a row.
  private func run(_ rows: MatrixView<Float>, next: [Int32], _ scratch: HeadScratch) {
    let blocks = (rows.rows + HeadScratch.rowsPerBlock - 1) / HeadScratch.rowsPerBlock
    let segments = HeadScratch.segments
    let groups = scratch.groups
    let matrix = matrix
    let softCap = configuration.logitSoftCap ?? 0
    let slabs = (matrix.panelCount + HeadScratch.panelsPerSlab - 1) / HeadScratch.panelsPerSlab
    matrix.withProduct(rows) { product in
      parallelFor(groups * blocks) { tasks in
        for task in tasks {
          let (group, block) = task.quotientAndRemainder(dividingBy: blocks)
          let range = rows.rows * block / blocks..<rows.rows * (block + 1) / blocks
          let first = range.lowerBound
          let top = scratch.top(group, first)
          var call = kn_head_call(
            product: product.from(row: first), rows: range.count,
            bias: matrix.bias.map { UnsafePointer($0.base) }, columns: matrix.outputs,
            soft_cap: softCap, targets: scratch.targets(group) + first, top_k: scratch.topK,
            partials: nil, top_logits: top.logits, top_tokens: top.tokens)
          next.withUnsafeBufferPointer { next in
            guard let tokens = next.baseAddress else { return }
            kn_head_targets_f32(&call, tokens + first, scratch.targets(group) + first)
          }
          for segment in segments * group / groups..<segments * (group + 1) / groups {
            call.partials = scratch.partials(segment, first)
            kn_head_f32(
              &call, slabs * segment / segments * HeadScratch.panelsPerSlab,
              min(slabs * (segment + 1) / segments * HeadScratch.panelsPerSlab, matrix.panelCount))
          }
        }
      }
    }
  }
}
