import TextFiles

/// The checked header of a safetensors file.
struct SafetensorsHeader {
  struct Entry {
    let name: String
    let type: ElementType
    let shape: [Int]
    /// Bytes from the start of the data.
    let range: Range<Int>
  }

  /// Where the data starts in the file.
  let dataStart: Int
  let metadata: [String: String]
  /// In the order of their bytes; they fill the data exactly.
  let entries: [Entry]

  private static let longest = 100_000_000

  init(_ file: MappedFile) throws(TensorFilesError) {
    let path = file.path
    func failure(_ problem: String) -> TensorFilesError {
      .malformed(path: path, format: "safetensors", problem: problem)
    }
    guard file.count >= 8 else {
      throw failure("it has \(file.count) bytes, the header's length alone takes 8")
    }
    let length = UInt64(littleEndian: file.bytes.loadUnaligned(as: UInt64.self))
    guard length <= SafetensorsHeader.longest else {
      throw failure("the header claims \(length) bytes, at most 100 MB are allowed")
    }
    dataStart = 8 + Int(length)
    guard dataStart <= file.count else {
      throw failure(
        "the header claims \(length) bytes but the file ends after \(file.count);"
          + " the download may be incomplete")
    }
    let header: JSONValue
    do {
      header = try JSONValue.parse(UnsafeRawBufferPointer(rebasing: file.bytes[8..<dataStart]))
    } catch {
      throw failure("the header: \(error)")
    }
    guard let members = header.object?.members else { throw failure("the header is not an object") }
    var metadata: [String: String] = [:]
    var entries: [Entry] = []
    entries.reserveCapacity(members.count)
    for (name, value) in members {
      if name == "__metadata__" {
        guard let members = value.object?.members else {
          throw failure("__metadata__ is not an object")
        }
        for (key, value) in members {
          guard let text = value.string else {
            throw failure("the value of \"\(key)\" in __metadata__ is not text")
          }
          metadata[key] = text
        }
      } else {
        entries.append(try SafetensorsHeader.entry(name, value, failure))
      }
    }
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    try SafetensorsHeader.checkRanges(entries, dataCount: file.count - dataStart, failure)
    self.metadata = metadata
    self.entries = entries
  }

  private static func entry(
    _ name: String, _ value: JSONValue, _ failure: (String) -> TensorFilesError
  ) throws(TensorFilesError) -> Entry {
    guard let code = value["dtype"]?.string else {
      throw failure("the tensor \"\(name)\" has no dtype")
    }
    guard let type = ElementType(safetensorsCode: code) else {
      throw failure("the tensor \"\(name)\" has the unknown dtype \"\(code)\"")
    }
    guard let shape = integers(value["shape"]) else {
      throw failure("the shape of the tensor \"\(name)\" is not a list of whole numbers")
    }
    guard let offsets = integers(value["data_offsets"]), offsets.count == 2,
      offsets[0] <= offsets[1]
    else {
      throw failure(
        "the data_offsets of the tensor \"\(name)\" are not two ascending whole numbers")
    }
    guard let needed = type.byteCount(shape: shape) else {
      throw failure("the shape \(shape) of the tensor \"\(name)\" is too large")
    }
    guard needed == offsets[1] - offsets[0] else {
      throw failure(
        "the tensor \"\(name)\" (\(code), shape \(shape)) needs \(needed) bytes,"
          + " its data_offsets hold \(offsets[1] - offsets[0])")
    }
    return Entry(name: name, type: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  /// Non-negative integers, nil when the value is anything else.
  private static func integers(_ value: JSONValue?) -> [Int]? {
    guard let elements = value?.array else { return nil }
    var result: [Int] = []
    for element in elements {
      guard case .integer(let integer) = element, integer >= 0 else { return nil }
      result.append(Int(integer))
    }
    return result
  }

  private static func checkRanges(
    _ entries: [Entry], dataCount: Int, _ failure: (String) -> TensorFilesError
  ) throws(TensorFilesError) {
    var end = 0
    for entry in entries {
      if entry.range.upperBound > dataCount {
        throw failure(
          "the tensor \"\(entry.name)\" ends at byte \(entry.range.upperBound) of the data,"
            + " which has \(dataCount); the download may be incomplete")
      }
      if entry.range.lowerBound != end {
        let problem = entry.range.lowerBound < end ? "overlaps the one" : "leaves a hole to the one"
        throw failure("the tensor \"\(entry.name)\" \(problem) before it")
      }
      end = entry.range.upperBound
    }
    if end != dataCount {
      throw failure("the tensors end at byte \(end) of the data, which has \(dataCount)")
    }
  }
}
