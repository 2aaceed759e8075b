/// The type numbers of GGUF metadata values.
enum GGUFValueType: UInt32, Sendable {
  case uint8, int8, uint16, int16, uint32, int32, float32, bool, text, list, uint64, int64, float64

  /// The size of a scalar; for text and lists the least bytes that one takes.
  var leastSize: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64, .text: 8
    case .list: 12
    }
  }

  var isScalar: Bool { self != .text && self != .list }
}

extension GGUFCursor {
  /// Reads all key-value pairs. A pair takes at least 13 bytes: key length, type, one byte.
  mutating func readMetadata(
    count: Int
  ) throws(TensorFilesError) -> [String: GGUFValue] {
    var metadata: [String: GGUFValue] = [:]
    for _ in 0..<count {
      let key = try readName("a metadata key")
      let type = try readType("the metadata \"\(key)\"")
      let value = try readValue(type, "the metadata \"\(key)\"")
      guard metadata.updateValue(value, forKey: key) == nil else {
        throw failure("the metadata \"\(key)\" occurs twice")
      }
    }
    return metadata
  }

  private mutating func readType(_ what: String) throws(TensorFilesError) -> GGUFValueType {
    let code = try read(UInt32.self, what)
    guard let type = GGUFValueType(rawValue: code) else {
      throw failure("\(what) has the unknown value type \(code)")
    }
    return type
  }

  private mutating func readValue(
    _ type: GGUFValueType, _ what: String
  ) throws(TensorFilesError) -> GGUFValue {
    switch type {
    case .uint8: .integer(Int64(try read(UInt8.self, what)))
    case .int8: .integer(Int64(try read(Int8.self, what)))
    case .uint16: .integer(Int64(try read(UInt16.self, what)))
    case .int16: .integer(Int64(try read(Int16.self, what)))
    case .uint32: .integer(Int64(try read(UInt32.self, what)))
    case .int32: .integer(Int64(try read(Int32.self, what)))
    case .int64: .integer(try read(Int64.self, what))
    case .uint64: unsigned(try read(UInt64.self, what))
    case .float32: .float(Double(try read(Float.self, what)))
    case .float64: .float(try read(Double.self, what))
    case .bool: .bool(try read(UInt8.self, what) != 0)
    case .text: .text(GGUFText(file: file, range: try readText(what)))
    case .list: .list(try readList(what, depth: 1))
    }
  }

  private func unsigned(_ value: UInt64) -> GGUFValue {
    Int64(exactly: value).map { .integer($0) } ?? .unsigned(value)
  }

  /// Steps over a list and checks that all of it lies inside the file.
  private mutating func readList(
    _ what: String, depth: Int
  ) throws(TensorFilesError) -> GGUFArray {
    guard depth <= 4 else { throw failure("\(what) nests lists more than four deep") }
    let type = try readType(what)
    let count = try readCount(of: type.leastSize, what)
    let start = position
    if type.isScalar {
      _ = try skip(count * type.leastSize, what)
    } else {
      for _ in 0..<count {
        if type == .text {
          _ = try readText(what)
        } else {
          _ = try readList(what, depth: depth + 1)
        }
      }
    }
    return GGUFArray(file: file, count: count, type: type, range: start..<position)
  }
}
