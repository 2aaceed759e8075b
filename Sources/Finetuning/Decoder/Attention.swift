import CKernels
import LanguageModels
import LinearAlgebra

/// Causal attention of one block over packed sequences, with its gradient.
///
/// Probabilities are never kept: the backward pass makes them again from the scores and the saved
/// logarithms of their sums, 64 queries at a time.
struct Attention: @unchecked Sendable {
  let form: BlockConfiguration
  let heads: Int
  let keyValueHeads: Int
  let headWidth: Int
  let queryNorm: Norm?
  let keyNorm: Norm?
  let angles: RotaryAngles?

  /// Queries whose scores exist at the same time.
  static let queriesPerStretch = 64

  /// Normalises and rotates queries and keys of [N × (heads + 2 keyValueHeads) headWidth] in place;
  /// what the norms read is kept in `raw`, [N × (heads + keyValueHeads) headWidth].
  func rotate(
    _ queryKeyValue: MutableMatrixView<Float>, keeping raw: MutableMatrixView<Float>?,
    starts: [Int]
  ) {
    forEachPosition(starts) { row, position in
      let values = queryKeyValue.row(row)
      if let raw { raw.row(row).update(from: values, count: raw.columns) }
      for head in 0..<heads + keyValueHeads {
        let x = values + head * headWidth
        (head < heads ? queryNorm : keyNorm)?.apply(x, into: x, count: headWidth)
        if let angles {
          kn_rotary_f32(x, angles.cosine(position), angles.sine(position), angles.half)
        }
      }
    }
  }

  /// Turns gradients by rotated queries and keys into those by the projections' outputs, in place.
  func rotateBackward(
    _ gradient: MutableMatrixView<Float>, _ raw: MutableMatrixView<Float>?, starts: [Int]
  ) {
    forEachPosition(starts) { row, position in
      for head in 0..<heads + keyValueHeads {
        let x = gradient.row(row) + head * headWidth
        if let angles {
          kn_rotary_f32(
            x, angles.cosine(position), angles.sine(position, backward: true), angles.half)
        }
        if let raw, let norm = head < heads ? queryNorm : keyNorm {
          norm.backward(
            raw.row(row) + head * headWidth, x, into: x, count: headWidth, accumulate: false)
        }
      }
    }
  }

  private func forEachPosition(
    _ starts: [Int], _ body: @Sendable (_ row: Int, _ position: Int) -> Void
  ) {
    guard angles != nil || queryNorm != nil else { return }
    // Gradients of the norms' weights add up over positions.
    let grain = queryNorm?.weightGradient == nil ? 1 : starts.count
    parallelFor(starts.count - 1, grain: grain) { sequences in
      for sequence in sequences {
        for row in starts[sequence]..<starts[sequence + 1] { body(row, row - starts[sequence]) }
      }
    }
  }

  /// Gathers values, [N × heads headWidth], and keeps the logarithm of every sum of exponentials,
  /// [N × heads].
  func gather(
    _ queryKeyValue: MutableMatrixView<Float>, into attended: MutableMatrixView<Float>,
    logSums: MutableMatrixView<Float>, starts: [Int], scratch: RowScratch
  ) {
    forEachStretch(starts, scratch) { stretch, scores, _ in
      gemm(
        stretch.query(queryKeyValue).readOnly, stretch.key(queryKeyValue).readOnly, into: scores,
        transposeRight: true)
      for index in 0..<stretch.queries.count {
        let seen = stretch.seen(index, window: form.window)
        logSums[stretch.queries.lowerBound + index, stretch.head] = kn_attention_softmax_f32(
          scores.row(index), seen.lowerBound, seen.upperBound, scores.columns, form.attentionScale,
          form.attentionSoftCap ?? 0)
      }
      gemm(
        scores.readOnly, stretch.value(queryKeyValue).readOnly, into: stretch.output(attended))
    }
  }

  /// Writes the gradient by queries, keys and values, laid out as they are, from that by `attended`.
  func gatherBackward(
    _ queryKeyValue: MutableMatrixView<Float>, _ attended: MutableMatrixView<Float>,
    _ attendedGradient: MutableMatrixView<Float>, logSums: MutableMatrixView<Float>,
    into gradient: MutableMatrixView<Float>, starts: [Int], scratch: RowScratch
  ) {
    gradient.base.update(repeating: 0, count: gradient.rows * gradient.columns)
    forEachStretch(starts, scratch) { stretch, scores, derivatives in
      let query = stretch.query(queryKeyValue).readOnly
      let key = stretch.key(queryKeyValue).readOnly
      let output = stretch.output(attended)
      let outputGradient = stretch.output(attendedGradient)
      gemm(query, key, into: scores, transposeRight: true)
      gemm(
        outputGradient.readOnly, stretch.value(queryKeyValue).readOnly, into: derivatives,
        transposeRight: true)
      for index in 0..<stretch.queries.count {
        let seen = stretch.seen(index, window: form.window)
        kn_attention_softmax_backward_f32(
          scores.row(index), derivatives.row(index), seen.lowerBound, seen.upperBound,
          scores.columns, form.attentionScale, form.attentionSoftCap ?? 0,
          logSums[stretch.queries.lowerBound + index, stretch.head],
          kn_dot_f32(output.row(index), outputGradient.row(index), headWidth))
      }
      gemm(derivatives.readOnly, key, into: stretch.query(gradient))
      gemm(
        derivatives.readOnly, query, into: stretch.key(gradient), transposeLeft: true, beta: 1)
      gemm(
        scores.readOnly, outputGradient.readOnly, into: stretch.value(gradient),
        transposeLeft: true, beta: 1)
    }
  }

  /// Calls `body` with every stretch and room for two matrices of its scores, [queries × keys].
  ///
  /// Heads that read the same keys and values follow each other on one thread, since their gradients
  /// by these add up.
  private func forEachStretch(
    _ starts: [Int], _ scratch: RowScratch,
    _ body: @Sendable (AttentionStretch, MutableMatrixView<Float>, MutableMatrixView<Float>) -> Void
  ) {
    let share = heads / keyValueHeads
    parallelFor((starts.count - 1) * keyValueHeads) { tasks in
      for task in tasks {
        let (sequence, keyValueHead) = task.quotientAndRemainder(dividingBy: keyValueHeads)
        let (start, end) = (starts[sequence], starts[sequence + 1])
        scratch.lend(2 * Attention.queriesPerStretch * (end - start)) { room in
          for head in keyValueHead * share..<(keyValueHead + 1) * share {
            for first in stride(from: start, to: end, by: Attention.queriesPerStretch) {
              let queries = first..<min(end, first + Attention.queriesPerStretch)
              let oldest = form.window.map { max(start, first + 1 - $0) } ?? start
              let stretch = AttentionStretch(
                head: head, queries: queries, keys: oldest..<queries.upperBound,
                headWidth: headWidth, heads: heads, keyValueHeads: keyValueHeads)
              func scores(_ offset: Int) -> MutableMatrixView<Float> {
                room.matrix(at: offset, rows: queries.count, columns: stretch.keys.count)
              }
              body(stretch, scores(0), scores(Attention.queriesPerStretch * (end - start)))
            }
          }
        }
      }
    }
  }
}

/// Neighbouring queries of one head and the keys that any of them sees; rows of the packed batch.
struct AttentionStretch {
  let head: Int
  let queries: Range<Int>
  let keys: Range<Int>
  let headWidth: Int
  let heads: Int
  let keyValueHeads: Int

  /// The keys, counted from the stretch's first, that a query sees.
  func seen(_ index: Int, window: Int?) -> Range<Int> {
    let end = queries.lowerBound + index + 1 - keys.lowerBound
    return (window.map { max(0, end - $0) } ?? 0)..<end
  }

  func query(_ all: MutableMatrixView<Float>) -> MutableMatrixView<Float> {
    columns(all, queries, head)
  }

  func key(_ all: MutableMatrixView<Float>) -> MutableMatrixView<Float> {
    columns(all, keys, heads + shared)
  }

  func value(_ all: MutableMatrixView<Float>) -> MutableMatrixView<Float> {
    columns(all, keys, heads + keyValueHeads + shared)
  }

  func output(_ all: MutableMatrixView<Float>) -> MutableMatrixView<Float> {
    columns(all, queries, head)
  }

  /// The key-value head that this head reads.
  private var shared: Int { head * keyValueHeads / heads }

  private func columns(
    _ all: MutableMatrixView<Float>, _ rows: Range<Int>, _ place: Int
  ) -> MutableMatrixView<Float> {
    MutableMatrixView(
      base: all.row(rows.lowerBound) + place * headWidth, rows: rows.count, columns: headWidth,
      rowStride: all.rowStride)
  }
}
