/// A metadata list inside a mapped GGUF file: a vocabulary of 262,144 pieces costs nothing until
/// read.
public struct GGUFArray: Sendable {
  /// The file that holds the elements.
  public let file: MappedFile
  /// The number of elements.
  public let count: Int
  let type: GGUFValueType
  /// The elements' bytes in the file; checked when the file was opened.
  let range: Range<Int>

  /// Whether the elements are text.
  public var isText: Bool { type == .text }

  /// Integers or truth values as 32-bit integers; nil for other types or when one does not fit.
  public var ints: [Int32]? {
    switch type {
    case .int32: elements(of: Int32.self)
    case .int8: narrowed(Int8.self)
    case .uint8, .bool: narrowed(UInt8.self)
    case .int16: narrowed(Int16.self)
    case .uint16: narrowed(UInt16.self)
    case .uint32: narrowed(UInt32.self)
    case .int64: narrowed(Int64.self)
    case .uint64: narrowed(UInt64.self)
    case .float32, .float64, .text, .list: nil
    }
  }

  /// Numbers as float32; nil for lists of anything else.
  public var floats: [Float]? {
    switch type {
    case .float32: elements(of: Float.self)
    case .float64: elements(of: Double.self).map { Float($0) }
    default: ints?.map { Float($0) }
    }
  }

  /// The byte ranges of the texts in `file.bytes`; nil for other types.
  /// Cost: one pass over the length fields, 262,144 texts in about 1 ms.
  public var textRanges: [Range<Int>]? {
    guard type == .text else { return nil }
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(count)
    var position = range.lowerBound
    for _ in 0..<count {
      let length = file.bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      ranges.append((position + 8)..<(position + 8 + Int(length)))
      position += 8 + Int(length)
    }
    return ranges
  }

  /// The texts' bytes, copied; nil for other types.
  public var strings: [[UInt8]]? { textRanges?.map { Array(file.bytes[$0]) } }

  private func narrowed<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ stored: Stored.Type
  ) -> [Int32]? {
    var values: [Int32] = []
    values.reserveCapacity(count)
    for element in elements(of: stored) {
      guard let value = Int32(exactly: element) else { return nil }
      values.append(value)
    }
    return values
  }

  private func elements<Stored: BitwiseCopyable>(of stored: Stored.Type) -> [Stored] {
    [Stored](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: file.bytes[range]))
      filled = count
    }
  }
}
