/// A tensor to be written to a safetensors file.
public struct SafetensorsEntry {
  /// The tensor's name.
  public let name: String
  /// How its elements are stored.
  public let type: ElementType
  /// The dimensions, outermost first.
  public let shape: [Int]
  let byteCount: Int
  let write: (inout FileSink) throws -> Void

  /// A tensor whose bytes a closure writes, in as many pieces as it likes; it must write exactly as
  /// many as type and shape need. Traps for a type that safetensors does not have.
  public init(
    name: String, type: ElementType, shape: [Int], write: @escaping (inout FileSink) throws -> Void
  ) {
    precondition(type.safetensorsCode != nil, "safetensors cannot store \(type.rawValue)")
    guard let byteCount = type.byteCount(shape: shape) else {
      preconditionFailure("the shape \(shape) is negative or too large")
    }
    self.name = name
    self.type = type
    self.shape = shape
    self.byteCount = byteCount
    self.write = write
  }

  /// Numbers stored as float32, float16 or bfloat16 (rounded to nearest even).
  public init(name: String, type: ElementType = .float32, shape: [Int], floats: [Float]) {
    self.init(name: name, type: type, shape: shape) { sink in
      try floats.withUnsafeBufferPointer { try sink.write(floats: $0, as: type) }
    }
  }

  /// Doubles stored as float64.
  public init(name: String, shape: [Int], float64s: [Double]) {
    self.init(name: name, type: .float64, shape: shape) { sink in try sink.write(float64s) }
  }

  /// Integers stored as int32.
  public init(name: String, shape: [Int], int32s: [Int32]) {
    self.init(name: name, type: .int32, shape: shape) { sink in try sink.write(int32s) }
  }

  /// Integers stored as int64.
  public init(name: String, shape: [Int], int64s: [Int64]) {
    self.init(name: name, type: .int64, shape: shape) { sink in try sink.write(int64s) }
  }

  /// Elements given as their stored bytes.
  public init(name: String, type: ElementType, shape: [Int], bytes: [UInt8]) {
    self.init(name: name, type: type, shape: shape) { sink in try sink.write(bytes) }
  }

  /// A copy of a tensor from another file.
  public init(_ view: TensorView) {
    self.init(name: view.name, type: view.type, shape: view.shape) { sink in
      try view.withBytes { try sink.write($0) }
    }
  }
}
