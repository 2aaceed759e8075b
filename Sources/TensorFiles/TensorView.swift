/// A named tensor whose elements lie in a mapped file or in memory; making one copies nothing.
///
/// Elements are row-major, the outermost dimension first. A row is everything under one index of
/// the outermost dimension: a matrix [out, in] has `out` rows of `in` elements.
public struct TensorView: @unchecked Sendable {  // the bytes are never written after creation
  /// The tensor's name in its file.
  public let name: String
  /// How elements are stored.
  public let type: ElementType
  /// The dimensions, outermost first; empty for a scalar.
  public let shape: [Int]
  /// The stored bytes, possibly unaligned; valid while this view or its file lives.
  ///
  /// Swift may drop a view right after its last use: prefer `withBytes`, or keep the view in a
  /// property.
  public let bytes: UnsafeRawBufferPointer
  /// The file it came from, for messages.
  public let path: String
  /// The number of elements.
  public let count: Int
  /// Keeps the bytes alive.
  private let owner: any AnyObject & Sendable

  /// `bytes` must be exactly as long as type and shape need; the caller has checked it.
  init(
    name: String, type: ElementType, shape: [Int], bytes: UnsafeRawBufferPointer, path: String,
    owner: any AnyObject & Sendable
  ) {
    precondition(type.byteCount(shape: shape) == bytes.count, "bytes do not match the shape")
    self.name = name
    self.type = type
    self.shape = shape
    self.bytes = bytes
    self.path = path
    self.owner = owner
    count = elementCount(shape: shape) ?? 0
  }

  /// A float32 tensor in memory (a copy of `floats`); traps when the count does not match `shape`.
  public init(name: String, shape: [Int], floats: [Float]) {
    precondition(elementCount(shape: shape) == floats.count, "floats do not match the shape")
    let memory = TensorMemory(byteCount: 4 * floats.count)
    floats.withUnsafeBytes { memory.bytes.copyMemory(from: $0) }
    self.init(
      name: name, type: .float32, shape: shape, bytes: UnsafeRawBufferPointer(memory.bytes),
      path: "memory", owner: memory)
  }

  /// Calls `body` with the stored bytes, which stay valid during the call.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(owner) {} }
    return try body(bytes)
  }

  /// Gives the memory of some rows of a mapped file back to the system; reading them again reads the
  /// file again. Does nothing for tensors in memory.
  public func discard(rows: Range<Int>) {
    guard let file = owner as? MappedFile, self.rows > 0, let base = bytes.baseAddress else {
      return
    }
    file.withBytes { all in
      guard let first = all.baseAddress else { return }
      let (start, rowBytes) = (base - first, bytes.count / self.rows)
      file.discard(start + rows.lowerBound * rowBytes..<start + rows.upperBound * rowBytes)
    }
  }

  /// The outermost dimension, 1 for a scalar.
  public var rows: Int { shape.first ?? 1 }
  /// The number of elements in a row.
  public var rowLength: Int { shape.dropFirst().reduce(1, *) }
}

/// Memory owned by tensors that are not in a mapped file.
final class TensorMemory: Sendable {
  private let base: UInt
  private let byteCount: Int

  /// Uninitialised bytes, aligned for vector loads.
  init(byteCount: Int) {
    self.byteCount = byteCount
    base = UInt(
      bitPattern: UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 64))
  }

  var bytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(
      start: UnsafeMutableRawPointer(bitPattern: base), count: byteCount)
  }

  deinit { UnsafeMutableRawPointer(bitPattern: base)?.deallocate() }
}

/// Something that holds named tensors: a file, a folder of shards, a GGUF.
public protocol TensorCollection: Sendable {
  /// All names, in file order.
  var tensorNames: [String] { get }
  /// Whether there is a tensor of this name.
  func contains(_ name: String) -> Bool
  /// The tensor of this name; throws `missingTensor` with the nearest name.
  func tensor(_ name: String) throws(TensorFilesError) -> TensorView
}
