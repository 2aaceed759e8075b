import CKernels

extension TensorView {
  /// Converts some rows to float32, dequantising as needed.
  ///
  /// `buffer` takes `rows.count * rowLength` values from its start. Exact for types up to 32 bits,
  /// rounded to nearest from float64; quantised types as the GGUF reference, to the bit. NaN passes
  /// through. Traps when rows or buffer are out of range; throws `wrongType` for integers.
  /// Cost: memory bandwidth; threads may read different rows at once.
  public func readFloats(
    rows: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws(TensorFilesError) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= self.rows, "rows out of range")
    let count = rows.count * rowLength
    precondition(buffer.count >= count, "buffer is smaller than the rows")
    let start = rows.lowerBound * rowLength / type.blockLength * type.bytesPerBlock
    guard type.isFloatLike else {
      throw .wrongType(path: path, tensor: name, expected: "a floating-point type", found: type)
    }
    withBytes { bytes in
      guard count > 0, let out = buffer.baseAddress, let source = bytes.baseAddress else { return }
      convert(source + start, into: out, blocks: count / type.blockLength)
    }
  }

  private func convert(
    _ source: UnsafeRawPointer, into out: UnsafeMutablePointer<Float>, blocks: Int
  ) {
    switch type {
    case .float32: UnsafeMutableRawPointer(out).copyMemory(from: source, byteCount: 4 * blocks)
    case .float64: kn_f64_to_f32(source, out, blocks)
    case .float16: kn_f16_to_f32(source, out, blocks)
    case .bfloat16: kn_bf16_to_f32(source, out, blocks)
    case .float8_e4m3: kn_f8_e4m3_to_f32(source, out, blocks)
    case .float8_e5m2: kn_f8_e5m2_to_f32(source, out, blocks)
    case .q4_0: kn_dequantize_q4_0(source, out, blocks)
    case .q4_1: kn_dequantize_q4_1(source, out, blocks)
    case .q5_0: kn_dequantize_q5_0(source, out, blocks)
    case .q5_1: kn_dequantize_q5_1(source, out, blocks)
    case .q8_0: kn_dequantize_q8_0(source, out, blocks)
    case .q4_K: kn_dequantize_q4_k(source, out, blocks)
    case .q5_K: kn_dequantize_q5_k(source, out, blocks)
    case .q6_K: kn_dequantize_q6_k(source, out, blocks)
    case .int64, .int32, .int16, .int8, .uint64, .uint32, .uint16, .uint8, .bool:
      preconditionFailure("integers are refused before")
    }
  }

  /// All elements as float32, see `readFloats(rows:into:)`.
  public func floats() throws(TensorFilesError) -> [Float] {
    try [Float](unsafeUninitializedCapacity: count) { (buffer, filled) throws(TensorFilesError) in
      try readFloats(rows: 0..<rows, into: buffer)
      filled = count
    }
  }

  /// All elements as float64: exact for every floating-point type.
  public func float64s() throws(TensorFilesError) -> [Double] {
    if type == .float64 { return elements(of: Double.self) }
    return try floats().map(Double.init)
  }

  /// All elements as 32-bit integers; throws for floating-point types and values that do not fit.
  public func int32s() throws(TensorFilesError) -> [Int32] {
    if type == .int32 { return elements(of: Int32.self) }
    return try integers("a 32-bit integer")
  }

  /// All elements as 64-bit integers; throws for floating-point types and values that do not fit.
  public func int64s() throws(TensorFilesError) -> [Int64] {
    if type == .int64 { return elements(of: Int64.self) }
    return try integers("a 64-bit integer")
  }

  private func integers<Value: FixedWidthInteger>(
    _ expected: String
  ) throws(TensorFilesError) -> [Value] {
    switch type {
    case .int64: try narrowed(Int64.self, expected)
    case .int32: try narrowed(Int32.self, expected)
    case .int16: try narrowed(Int16.self, expected)
    case .int8: try narrowed(Int8.self, expected)
    case .uint64: try narrowed(UInt64.self, expected)
    case .uint32: try narrowed(UInt32.self, expected)
    case .uint16: try narrowed(UInt16.self, expected)
    case .uint8, .bool: try narrowed(UInt8.self, expected)
    default: throw .wrongType(path: path, tensor: name, expected: "an integer type", found: type)
    }
  }

  private func narrowed<Stored: FixedWidthInteger & BitwiseCopyable, Value: FixedWidthInteger>(
    _ stored: Stored.Type, _ expected: String
  ) throws(TensorFilesError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for (index, element) in elements(of: Stored.self).enumerated() {
      guard let value = Value(exactly: element) else {
        throw .valueOutOfRange(path: path, tensor: name, index: index, expected: expected)
      }
      values.append(value)
    }
    return values
  }

  private func elements<Stored: BitwiseCopyable>(of stored: Stored.Type) -> [Stored] {
    [Stored](unsafeUninitializedCapacity: count) { buffer, filled in
      withBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      filled = count
    }
  }
}
