import CKernels
import LinearAlgebra

extension ForwardPass {
  /// Rotates queries and keys, then lets every position gather the values it attends to.
  func attend(block index: Int) {
    rotate(block: index)
    packKeysAndValues()
    let form = configuration.blocks[index]
    let (heads, headWidth) = (configuration.heads, configuration.headWidth)
    let groupSize = heads / configuration.keyValueHeads
    let (queryKeyValue, attended, packed) = (queryKeyValue, attended, keysAndValues)
    let (batch, stretches) = (batch, stretches)
    parallelFor(stretches.count * heads) { tasks in
      for task in tasks {
        let (place, head) = task.quotientAndRemainder(dividingBy: heads)
        let stretch = stretches[place]
        let start = batch.rows(of: stretch.sequence).lowerBound
        let tokens = batch.rows(of: stretch.sequence).count
        var call = kn_attention_call(
          query: queryKeyValue.row(start) + head * headWidth,
          query_stride: queryKeyValue.rowStride,
          keys: packed.keys(stretch.sequence, head / groupSize),
          values: packed.values(stretch.sequence, head / groupSize), tokens: tokens,
          head_width: headWidth, window: form.window ?? 0, scale: form.attentionScale,
          soft_cap: form.attentionSoftCap ?? 0, out: attended.row(start) + head * headWidth,
          out_stride: attended.rowStride)
        let scratchBytes = kn_attention_scratch_size(tokens) * MemoryLayout<Float>.stride
        withUnsafeTemporaryAllocation(byteCount: scratchBytes, alignment: 64) { scratch in
          kn_attention_f32(
            &call, stretch.positions.lowerBound, stretch.positions.upperBound,
            scratch.baseAddress?.assumingMemoryBound(to: Float.self))
        }
      }
    }
  }

  /// Normalises (where the family does) and rotates every query and key head in place.
  private func rotate(block index: Int) {
    let form = configuration.blocks[index]
    let weights = model.weights.blocks[index]
    let table = rotaryTables[index]
    guard table != nil || form.queryKeyNorms else { return }
    let (heads, headWidth) = (configuration.heads, configuration.headWidth)
    let rotated = heads + configuration.keyValueHeads
    let (batch, stretches, queryKeyValue) = (batch, stretches, queryKeyValue)
    parallelFor(stretches.count) { places in
      for stretch in stretches[places] {
        let start = batch.rows(of: stretch.sequence).lowerBound
        for position in stretch.positions {
          let row = queryKeyValue.row(start + position)
          for head in 0..<rotated {
            let x = row + head * headWidth
            if let norm = head < heads ? weights.queryNorm : weights.keyNorm {
              kn_rms_norm_f32(x, norm, 0, form.norm.epsilon, x, headWidth)
            }
            if let table {
              kn_rotary_f32(x, table.cosine(position), table.sine(position), table.half)
            }
          }
        }
      }
    }
  }

  private func packKeysAndValues() {
    let (heads, headWidth) = (configuration.keyValueHeads, configuration.headWidth)
    let (batch, queryKeyValue, packed) = (batch, queryKeyValue, keysAndValues)
    let firstKey = configuration.heads * headWidth
    parallelFor(batch.count * heads) { tasks in
      for task in tasks {
        let (sequence, head) = task.quotientAndRemainder(dividingBy: heads)
        let rows = batch.rows(of: sequence)
        let key = queryKeyValue.row(rows.lowerBound) + firstKey + head * headWidth
        kn_attention_pack_f32(
          key, key + heads * headWidth, queryKeyValue.rowStride, rows.count, headWidth,
          packed.keys(sequence, head), packed.values(sequence, head))
      }
    }
  }
}
