import CKernels
import LinearAlgebra

extension ForwardPass {
  /// Lets every position gather the values it attends to.
  func attend(block index: Int) {
    let form = configuration.blocks[index]
    let (heads, headWidth) = (configuration.keyValueHeads, configuration.headWidth)
    let groupSize = configuration.heads / heads
    let (queryKeyValue, attended) = (queryKeyValue, attended)
    let (batch, stretches, positions) = (batch, stretches, positions)
    parallelFor(stretches.count * heads) { tasks in
      for task in tasks {
        let (place, head) = task.quotientAndRemainder(dividingBy: heads)
        let stretch = stretches[place]
        let row = batch.rows(of: stretch.sequence).lowerBound
        let column = head * groupSize * headWidth
        let own = positions[stretch.sequence]
        own.withRuns(block: index, head: head) { runs in
          var call = kn_attention_call(
            query: queryKeyValue.row(row) + column, query_stride: queryKeyValue.rowStride,
            heads: groupSize, head_width: headWidth, start: own.start, runs: runs.baseAddress,
            run_count: runs.count, window: form.window ?? 0, scale: form.attentionScale,
            soft_cap: form.attentionSoftCap ?? 0, out: attended.row(row) + column,
            out_stride: attended.rowStride)
          let scratch = kn_attention_scratch_size(own.own.end, headWidth)
          withUnsafeTemporaryAllocation(
            byteCount: scratch * MemoryLayout<Float>.stride, alignment: 64
          ) { scratch in
            kn_attention_f32(
              &call, stretch.rows.lowerBound, stretch.rows.upperBound,
              scratch.baseAddress?.assumingMemoryBound(to: Float.self))
          }
        }
      }
    }
  }

  /// Normalises (where the family does) and rotates every query and key head in place.
  func rotate(block index: Int) {
    let form = configuration.blocks[index]
    let weights = model.weights.blocks[index]
    let table = rotaryTables[index]
    guard table != nil || form.queryKeyNorms else { return }
    let (heads, headWidth) = (configuration.heads, configuration.headWidth)
    let rotated = heads + configuration.keyValueHeads
    let (batch, stretches, positions) = (batch, stretches, positions)
    let queryKeyValue = queryKeyValue
    parallelFor(stretches.count) { places in
      for stretch in stretches[places] {
        let first = batch.rows(of: stretch.sequence).lowerBound
        let start = positions[stretch.sequence].start
        for row in stretch.rows {
          let values = queryKeyValue.row(first + row)
          for head in 0..<rotated {
            let x = values + head * headWidth
            if let norm = head < heads ? weights.queryNorm : weights.keyNorm {
              kn_rms_norm_f32(x, norm, 0, form.norm.epsilon, x, headWidth)
            }
            if let table {
              let position = start + row
              kn_rotary_f32(x, table.cosine(position), table.sine(position), table.half)
            }
          }
        }
      }
    }
  }

  /// Copies keys and values into the panels of their sequences.
  func pack(block index: Int) {
    let (heads, headWidth) = (configuration.keyValueHeads, configuration.headWidth)
    let (batch, queryKeyValue, positions) = (batch, queryKeyValue, positions)
    let firstKey = configuration.heads * headWidth
    parallelFor(batch.count * heads) { tasks in
      for task in tasks {
        let (sequence, head) = task.quotientAndRemainder(dividingBy: heads)
        let row = batch.rows(of: sequence).lowerBound
        let key = queryKeyValue.row(row) + firstKey + head * headWidth
        let place = positions[sequence]
        place.own.pack(
          key, key + heads * headWidth, stride: queryKeyValue.rowStride, start: place.start,
          block: index, head: head, after: place.carried)
      }
    }
  }
}
