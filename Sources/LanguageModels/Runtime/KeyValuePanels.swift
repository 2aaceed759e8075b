import CKernels
import LinearAlgebra

/// Keys and values of neighbouring positions of one sequence in the panels of `kn_attention.h`.
///
/// Panels lie at absolute positions. When the first position to write is inside a panel, the
/// earlier positions of that panel (31 at the most) are copied from whoever holds them, so that
/// every panel is read from one place.
struct KeyValuePanels: Sendable {
  /// Position of the first panel: a multiple of 32.
  let first: Int
  /// Positions before it are read; those behind belong to somebody else's continuation.
  var end: Int
  private let buffer: AlignedBuffer
  private let offset: Int
  private let sizes: Sizes
  private let blockSize: Int

  /// Memory of its own with room for every block.
  init(kept configuration: ModelConfiguration, _ positions: Range<Int>) {
    let sizes = Sizes(configuration, positions)
    self.init(
      sizes, end: positions.upperBound, blockSize: sizes.block,
      buffer: AlignedBuffer(uninitialized: configuration.layers * sizes.block), offset: 0)
  }

  /// Room for one block from `offset` on, which each block overwrites.
  init(
    _ configuration: ModelConfiguration, _ positions: Range<Int>, in scratch: AlignedBuffer,
    at offset: Int
  ) {
    self.init(
      Sizes(configuration, positions), end: positions.upperBound, blockSize: 0, buffer: scratch,
      offset: offset)
  }

  private init(_ sizes: Sizes, end: Int, blockSize: Int, buffer: AlignedBuffer, offset: Int) {
    first = sizes.first
    self.end = end
    self.sizes = sizes
    self.blockSize = blockSize
    self.buffer = buffer
    self.offset = offset
  }

  /// Floats of one block's panels for these positions.
  static func size(_ configuration: ModelConfiguration, _ positions: Range<Int>) -> Int {
    Sizes(configuration, positions).block
  }

  /// Bytes of the whole memory these panels lie in.
  var byteCount: Int { buffer.count * MemoryLayout<Float>.stride }

  private func base(
    block: Int, head: Int
  ) -> (keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>) {
    let keys = buffer.base + offset + block * blockSize + head * sizes.head
    return (keys, keys + sizes.keys)
  }

  /// What the kernel reads of a key-value head.
  func run(block: Int, head: Int) -> kn_attention_run {
    let base = base(block: block, head: head)
    return kn_attention_run(
      keys: base.keys, values: base.values, first: first, end: end,
      capacity: sizes.positions)
  }

  /// Copies keys and values of the rows from position `start` on into place, behind the positions
  /// of their first panel that `parent` holds.
  func pack(
    _ key: UnsafePointer<Float>, _ value: UnsafePointer<Float>, stride: Int, start: Int,
    block: Int, head: Int, after parent: KeyValuePanels?
  ) {
    let base = base(block: block, head: head)
    let held = start - first
    if held > 0, let parent {
      var run = parent.run(block: block, head: head)
      kn_attention_carry_f32(
        &run, first, held, sizes.headWidth, sizes.positions, base.keys, base.values)
    }
    kn_attention_pack_f32(
      key, value, stride, end - start, sizes.headWidth, held, base.keys, base.values)
  }

  /// Floats that panels take.
  private struct Sizes {
    let first: Int
    let positions: Int
    let headWidth: Int
    let keys: Int
    let head: Int
    let block: Int

    init(_ configuration: ModelConfiguration, _ range: Range<Int>) {
      let panel = PanelMatrix.panelWidth
      first = range.lowerBound / panel * panel
      positions = range.upperBound - first
      headWidth = configuration.headWidth
      keys = kn_attention_keys_size(positions, headWidth)
      head = keys + kn_attention_values_size(positions, headWidth)
      block = head * configuration.keyValueHeads
    }
  }
}
