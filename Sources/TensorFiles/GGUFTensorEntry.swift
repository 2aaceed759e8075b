/// A tensor's checked place in a GGUF file.
struct GGUFTensorEntry {
  let name: String
  let typeCode: UInt32
  /// Outermost dimension first.
  let shape: [Int]
  /// Bytes in the file; empty when the type is not read here, as its size is then unknown.
  var range: Range<Int>

  /// Nil for a type that is not read here; such a file opens, so that its metadata can be used.
  var type: ElementType? { ElementType(ggmlCode: typeCode) }

  /// Name length, number of dimensions, type, offset.
  static let leastSize = 24
}

extension GGUFCursor {
  /// Reads the tensor table at the position and checks that the data lie inside the file, aligned,
  /// without overlap.
  mutating func readTensorEntries(
    count: Int, alignment: GGUFValue?
  ) throws(TensorFilesError) -> [GGUFTensorEntry] {
    let alignment = try checkedAlignment(alignment)
    var entries: [GGUFTensorEntry] = []
    for _ in 0..<count { entries.append(try readTensorEntry(alignment: alignment)) }
    let dataStart = (position + alignment - 1) / alignment * alignment
    for index in entries.indices {
      entries[index].range = try place(entries[index], dataStart: dataStart)
    }
    try checkOverlap(entries)
    return entries
  }

  private func checkedAlignment(_ value: GGUFValue?) throws(TensorFilesError) -> Int {
    guard let value else { return 32 }
    guard let alignment = value.int, alignment >= 1, alignment <= 1 << 30,
      alignment & (alignment - 1) == 0
    else { throw failure("general.alignment is not a power of two") }
    return alignment
  }

  private mutating func readTensorEntry(
    alignment: Int
  ) throws(TensorFilesError) -> GGUFTensorEntry {
    let name = try readName("a tensor's name")
    let what = "the tensor \"\(name)\""
    let dimensions = try read(UInt32.self, what)
    guard dimensions <= 8 else { throw failure("\(what) claims \(dimensions) dimensions") }
    var shape: [Int] = []
    for _ in 0..<dimensions {
      guard let size = Int(exactly: try read(UInt64.self, what)) else {
        throw failure("a dimension of \(what) is too large")
      }
      shape.insert(size, at: 0)
    }
    let typeCode = try read(UInt32.self, what)
    let offset = try read(UInt64.self, what)
    guard let start = Int(exactly: offset), start <= file.count, start % alignment == 0 else {
      throw failure(
        "\(what) starts at byte \(offset) of the data, which is outside the file or not a multiple"
          + " of \(alignment)")
    }
    return GGUFTensorEntry(name: name, typeCode: typeCode, shape: shape, range: start..<start)
  }

  private func place(
    _ entry: GGUFTensorEntry, dataStart: Int
  ) throws(TensorFilesError) -> Range<Int> {
    let start = dataStart + entry.range.lowerBound
    guard let type = entry.type else { return start..<start }
    guard let size = type.byteCount(shape: entry.shape) else {
      throw failure(
        "the shape \(entry.shape) of the tensor \"\(entry.name)\" is too large or not whole blocks"
          + " of \(type.blockLength)")
    }
    guard start <= file.count, size <= file.count - start else {
      throw failure(
        "the tensor \"\(entry.name)\" needs \(size) bytes from byte \(start), but the file ends at"
          + " \(file.count); the download may be incomplete")
    }
    return start..<(start + size)
  }

  private func checkOverlap(_ entries: [GGUFTensorEntry]) throws(TensorFilesError) {
    var end = 0
    for entry in entries.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where !entry.range.isEmpty {
      guard entry.range.lowerBound >= end else {
        throw failure("the tensor \"\(entry.name)\" overlaps the one before it")
      }
      end = entry.range.upperBound
    }
  }
}
