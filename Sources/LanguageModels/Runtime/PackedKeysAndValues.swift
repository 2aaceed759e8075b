import CKernels

/// Keys and values of one block in panels, for every sequence and key-value head of a batch.
final class PackedKeysAndValues: Sendable {
  private let buffer: AlignedBuffer
  /// Where the panels of (sequence, head) start; keys first, values after them.
  private let offsets: [Int]
  private let keysSizes: [Int]
  private let heads: Int
  var capacity: Int { buffer.count }

  /// Panels for `batch`, in the memory of `recycled` when it is large enough.
  init(
    _ batch: TokenBatch, heads: Int, headWidth: Int, recycling recycled: PackedKeysAndValues?
  ) {
    var offsets: [Int] = []
    var keysSizes: [Int] = []
    var end = 0
    for sequence in 0..<batch.count {
      let tokens = batch.rows(of: sequence).count
      let keys = kn_attention_keys_size(tokens, headWidth)
      keysSizes.append(keys)
      for _ in 0..<heads {
        offsets.append(end)
        end += keys + kn_attention_values_size(tokens, headWidth)
      }
    }
    self.offsets = offsets
    self.keysSizes = keysSizes
    self.heads = heads
    if let recycled, recycled.capacity >= end {
      buffer = recycled.buffer
    } else {
      buffer = AlignedBuffer(uninitialized: end)
    }
  }

  func keys(_ sequence: Int, _ head: Int) -> UnsafeMutablePointer<Float> {
    buffer.base + offsets[sequence * heads + head]
  }

  func values(_ sequence: Int, _ head: Int) -> UnsafeMutablePointer<Float> {
    keys(sequence, head) + keysSizes[sequence]
  }
}
