/// Reads a GGUF file's header front to back; every read is checked against the file's end.
struct GGUFCursor {
  let file: MappedFile
  private(set) var position = 0

  init(_ file: MappedFile) { self.file = file }

  var remaining: Int { file.count - position }

  func failure(_ problem: String) -> TensorFilesError {
    .malformed(path: file.path, format: "GGUF", problem: problem)
  }

  mutating func read<Value: BitwiseCopyable>(
    _ type: Value.Type, _ what: String
  ) throws(TensorFilesError) -> Value {
    let range = try skip(MemoryLayout<Value>.size, what)
    return file.bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: type)
  }

  /// A number of things, each of at least `size` bytes, that must still fit the file: a corrupt
  /// count is found here, before anything is allocated for it.
  mutating func readCount(
    of size: Int, _ what: String
  ) throws(TensorFilesError) -> Int {
    let count = try read(UInt64.self, what)
    guard count <= UInt64(remaining / size) else {
      throw failure("\(what) claims \(count) entries, more than the rest of the file can hold")
    }
    return Int(count)
  }

  /// A length-prefixed string's byte range.
  mutating func readText(_ what: String) throws(TensorFilesError) -> Range<Int> {
    try skip(readCount(of: 1, what), what)
  }

  /// A length-prefixed string that must be UTF-8.
  mutating func readName(_ what: String) throws(TensorFilesError) -> String {
    let range = try readText(what)
    guard let name = String(validating: file.bytes[range], as: UTF8.self) else {
      throw failure("\(what) is not valid UTF-8")
    }
    return name
  }

  mutating func skip(_ count: Int, _ what: String) throws(TensorFilesError) -> Range<Int> {
    guard count <= remaining else {
      throw failure("the file ends at byte \(file.count), inside \(what)")
    }
    position += count
    return (position - count)..<position
  }
}
