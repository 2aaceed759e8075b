// Names are those of the formats' own documentation, underscores included.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// How a tensor's elements are stored; raw values are the names shown to users.
///
/// Plain types hold one element in a block. GGUF's quantised types hold 32 or 256 elements in a
/// block with a common scale; they occur in GGUF files only.
public enum ElementType: String, Sendable, CaseIterable {
  /// IEEE 754 and brain floating point.
  case float64, float32, float16, bfloat16
  /// OCP 8-bit floating point; e4m3 is the variant without infinities.
  case float8_e4m3, float8_e5m2
  /// Signed integers.
  case int64, int32, int16, int8
  /// Unsigned integers.
  case uint64, uint32, uint16, uint8
  /// One byte, 0 or 1.
  case bool
  /// GGUF blocks of 32.
  case q4_0, q4_1, q5_0, q5_1, q8_0
  /// GGUF blocks of 256.
  case q4_K, q5_K, q6_K

  /// Elements in a block: 1, 32 or 256.
  public var blockLength: Int {
    switch self {
    case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0: 32
    case .q4_K, .q5_K, .q6_K: 256
    default: 1
    }
  }

  /// Bytes of a block; the element's size for plain types.
  public var bytesPerBlock: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float8_e4m3, .float8_e5m2, .int8, .uint8, .bool: 1
    case .q4_0: 18
    case .q4_1: 20
    case .q5_0: 22
    case .q5_1: 24
    case .q8_0: 34
    case .q4_K: 144
    case .q5_K: 176
    case .q6_K: 210
    }
  }

  /// Whether the values are real numbers, so that they can be read as `Float`.
  public var isFloatLike: Bool {
    switch self {
    case .int64, .int32, .int16, .int8, .uint64, .uint32, .uint16, .uint8, .bool: false
    default: true
    }
  }

  /// Bytes that a tensor of this shape takes.
  ///
  /// Nil when the product overflows, a dimension is negative, or the last dimension is not whole
  /// blocks.
  public func byteCount(shape: [Int]) -> Int? {
    guard let count = elementCount(shape: shape), (shape.last ?? 1) % blockLength == 0 else {
      return nil
    }
    let (bytes, overflow) = (count / blockLength).multipliedReportingOverflow(by: bytesPerBlock)
    return overflow ? nil : bytes
  }
}

/// The product of the dimensions (1 for a scalar), nil when it overflows or one is negative.
func elementCount(shape: [Int]) -> Int? {
  // A zero anywhere makes the product zero, but the others must still be sound.
  var count = 1
  var isEmpty = false
  for dimension in shape {
    if dimension < 0 { return nil }
    if dimension == 0 {
      isEmpty = true
      continue
    }
    let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
    if overflow { return nil }
    count = product
  }
  return isEmpty ? 0 : count
}
