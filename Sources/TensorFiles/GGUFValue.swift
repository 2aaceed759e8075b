/// A value in a GGUF file's metadata; text and arrays are read from the mapped file on demand.
public enum GGUFValue: Sendable {
  /// Any integer type whose value fits 64 signed bits.
  case integer(Int64)
  /// A 64-bit unsigned integer above the signed range.
  case unsigned(UInt64)
  /// A 32- or 64-bit floating-point number.
  case float(Double)
  /// A truth value.
  case bool(Bool)
  /// Text, not necessarily valid UTF-8.
  case text(GGUFText)
  /// A list of values of one type.
  case list(GGUFArray)

  /// The integer, nil for other kinds.
  public var int: Int? {
    if case .integer(let value) = self { Int(value) } else { nil }
  }

  /// The number as a double, nil when this is not a number.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .float(let value): value
    default: nil
    }
  }

  /// The truth value, nil for other kinds.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The text's bytes, nil for other kinds.
  public var bytes: [UInt8]? {
    if case .text(let text) = self { text.bytes } else { nil }
  }

  /// The text, nil for other kinds and for bytes that are not UTF-8.
  public var string: String? {
    if case .text(let text) = self { text.string } else { nil }
  }

  /// The list, nil for other kinds.
  public var array: GGUFArray? {
    if case .list(let array) = self { array } else { nil }
  }

  /// A list of integers or truth values, nil for other kinds and values above 32 bits.
  public var ints: [Int32]? { array?.ints }

  /// A list of numbers, nil for other kinds.
  public var floats: [Float]? { array?.floats }

  /// A list of texts as bytes, nil for other kinds. Copies each; `array?.textRanges` does not.
  public var strings: [[UInt8]]? { array?.strings }
}

/// Text inside a mapped GGUF file.
public struct GGUFText: Sendable {
  /// The file that holds the bytes.
  public let file: MappedFile
  /// The place of the bytes in the file.
  public let range: Range<Int>

  /// A copy of the bytes.
  public var bytes: [UInt8] { Array(file.bytes[range]) }

  /// The text, nil when the bytes are not UTF-8.
  public var string: String? { String(validating: file.bytes[range], as: UTF8.self) }
}
