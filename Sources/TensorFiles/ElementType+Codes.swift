extension ElementType {
  /// The `dtype` in a safetensors header, nil for GGUF's quantised types.
  public var safetensorsCode: String? {
    ElementType.safetensorsCodes.first { $0.type == self }?.code
  }

  /// The type with this safetensors `dtype`.
  public init?(safetensorsCode code: String) {
    guard let entry = ElementType.safetensorsCodes.first(where: { $0.code == code }) else {
      return nil
    }
    self = entry.type
  }

  /// The order in which the reference implementation lays tensors out (highest first), which keeps
  /// every tensor aligned to its element size.
  var safetensorsRank: Int {
    ElementType.safetensorsCodes.firstIndex { $0.type == self } ?? 0
  }

  private static let safetensorsCodes: [(type: ElementType, code: String)] = [
    (.bool, "BOOL"), (.uint8, "U8"), (.int8, "I8"), (.float8_e5m2, "F8_E5M2"),
    (.float8_e4m3, "F8_E4M3"), (.int16, "I16"), (.uint16, "U16"), (.float16, "F16"),
    (.bfloat16, "BF16"), (.int32, "I32"), (.uint32, "U32"), (.float32, "F32"), (.float64, "F64"),
    (.int64, "I64"), (.uint64, "U64"),
  ]

  /// The `ggml_type` number in a GGUF file, nil for types that GGUF does not have.
  public var ggmlCode: UInt32? { ElementType.ggmlCodes.first { $0.type == self }?.code }

  /// The type with this `ggml_type` number, nil when it is not read here.
  public init?(ggmlCode code: UInt32) {
    guard let entry = ElementType.ggmlCodes.first(where: { $0.code == code }) else { return nil }
    self = entry.type
  }

  private static let ggmlCodes: [(type: ElementType, code: UInt32)] = [
    (.float32, 0), (.float16, 1), (.q4_0, 2), (.q4_1, 3), (.q5_0, 6), (.q5_1, 7), (.q8_0, 8),
    (.q4_K, 12), (.q5_K, 13), (.q6_K, 14), (.int8, 24), (.int16, 25), (.int32, 26), (.int64, 27),
    (.float64, 28), (.bfloat16, 30),
  ]

  /// NumPy's kind and size, e.g. "f4" (without the byte order), nil for types NumPy does not have.
  public var npyCode: String? { ElementType.npyCodes.first { $0.type == self }?.code }

  /// The type with this NumPy kind and size.
  public init?(npyCode code: String) {
    guard let entry = ElementType.npyCodes.first(where: { $0.code == code }) else { return nil }
    self = entry.type
  }

  private static let npyCodes: [(type: ElementType, code: String)] = [
    (.float64, "f8"), (.float32, "f4"), (.float16, "f2"), (.int64, "i8"), (.int32, "i4"),
    (.int16, "i2"), (.int8, "i1"), (.uint64, "u8"), (.uint32, "u4"), (.uint16, "u2"),
    (.uint8, "u1"), (.bool, "b1"),
  ]
}
