/// NumPy's `.npy` files, versions 1 to 3: one array a file.
public enum NPY {
  /// Opens an array without copying; big-endian and Fortran-order arrays are rearranged in memory.
  ///
  /// The tensor's name is the file's path. Throws for truncated files, bytes after the array (a
  /// file with several arrays), structured types, complex numbers, text and objects (pickles).
  public static func load(path: String) throws(TensorFilesError) -> TensorView {
    let file = try MappedFile(path: path)
    let header = try NPYHeader(file)
    let (type, shape) = (header.type, header.shape)
    let stored = UnsafeRawBufferPointer(rebasing: file.bytes[header.dataStart...])
    let isFortran = header.isFortranOrder && shape.count > 1
    if !isFortran && !header.isBigEndian {
      return TensorView(
        name: path, type: type, shape: shape, bytes: stored, path: path, owner: file)
    }
    let memory = TensorMemory(byteCount: stored.count)
    withExtendedLifetime(file) {
      if isFortran {
        transpose(stored, shape: shape, size: type.bytesPerBlock, into: memory.bytes)
      } else {
        memory.bytes.copyMemory(from: stored)
      }
    }
    if header.isBigEndian { swapBytes(memory.bytes, size: type.bytesPerBlock) }
    return TensorView(
      name: path, type: type, shape: shape, bytes: UnsafeRawBufferPointer(memory.bytes), path: path,
      owner: memory)
  }

  /// Writes float32 numbers atomically; traps when their number does not match `shape`.
  public static func write(path: String, shape: [Int], floats: [Float]) throws {
    try write(path: path, shape: shape, type: .float32, values: floats)
  }

  /// Writes float64 numbers atomically; traps when their number does not match `shape`.
  public static func write(path: String, shape: [Int], float64s: [Double]) throws {
    try write(path: path, shape: shape, type: .float64, values: float64s)
  }

  /// Writes int32 numbers atomically; traps when their number does not match `shape`.
  public static func write(path: String, shape: [Int], int32s: [Int32]) throws {
    try write(path: path, shape: shape, type: .int32, values: int32s)
  }

  private static func write<Element: BitwiseCopyable>(
    path: String, shape: [Int], type: ElementType, values: [Element]
  ) throws {
    precondition(elementCount(shape: shape) == values.count, "values do not match the shape")
    try AtomicFile.write(path: path) { sink in
      try sink.write(NPYHeader.bytes(type: type, shape: shape))
      try sink.write(values)
    }
  }

  /// Copies a first-index-fastest array into last-index-fastest order.
  private static func transpose(
    _ source: UnsafeRawBufferPointer, shape: [Int], size: Int,
    into out: UnsafeMutableRawBufferPointer
  ) {
    var strides = [Int](repeating: size, count: shape.count)
    for axis in 1..<shape.count { strides[axis] = strides[axis - 1] * shape[axis - 1] }
    var index = [Int](repeating: 0, count: shape.count)
    var position = 0
    for target in stride(from: 0, to: out.count, by: size) {
      UnsafeMutableRawBufferPointer(rebasing: out[target..<(target + size)])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<(position + size)]))
      var axis = shape.count - 1
      while axis >= 0 {
        index[axis] += 1
        position += strides[axis]
        if index[axis] < shape[axis] { break }
        position -= index[axis] * strides[axis]
        index[axis] = 0
        axis -= 1
      }
    }
  }

  private static func swapBytes(_ bytes: UnsafeMutableRawBufferPointer, size: Int) {
    for start in stride(from: 0, to: bytes.count, by: size) {
      bytes[start..<(start + size)].reverse()
    }
  }
}
