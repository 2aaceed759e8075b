/// The header of an `.npy` file: a magic number, a version, and a Python dictionary literal.
struct NPYHeader {
  let type: ElementType
  let isBigEndian: Bool
  let isFortranOrder: Bool
  let shape: [Int]
  let dataStart: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  init(_ file: MappedFile) throws(TensorFilesError) {
    func failure(_ problem: String) -> TensorFilesError {
      .malformed(path: file.path, format: "npy", problem: problem)
    }
    let bytes = file.bytes
    guard bytes.count >= 12, bytes.starts(with: NPYHeader.magic) else {
      throw failure("it does not start as NumPy files do")
    }
    let textStart: Int
    let length: Int
    switch bytes[6] {
    case 1: (textStart, length) = (10, Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
    case 2, 3:
      (textStart, length) = (12, Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
    default: throw failure("it is version \(bytes[6]), versions 1 to 3 are read")
    }
    guard length <= bytes.count - textStart else {
      throw failure("the file ends inside its header")
    }
    dataStart = textStart + length
    var literal = PythonLiteral(Array(bytes[textStart..<dataStart]))
    guard let fields = literal.parseHeader() else {
      throw failure("its header is not a dictionary with descr, fortran_order and shape")
    }
    guard let order = fields.descr.first, "<>|=".contains(order),
      let type = ElementType(npyCode: String(fields.descr.dropFirst()))
    else {
      throw .unsupported(
        path: file.path,
        problem: "its element type \"\(fields.descr)\" is not a plain number; save it as float32,"
          + " float64 or an integer type")
    }
    guard let needed = type.byteCount(shape: fields.shape) else {
      throw failure("the shape \(fields.shape) is too large")
    }
    let found = bytes.count - dataStart
    guard needed == found else {
      throw failure(
        "\(type.rawValue) of shape \(fields.shape) needs \(needed) bytes, the file holds \(found)")
    }
    self.type = type
    isBigEndian = order == ">"
    isFortranOrder = fields.isFortranOrder
    shape = fields.shape
  }

  /// A version 1 header exactly as NumPy writes it: padded so that the data start at a multiple of
  /// 64. Traps for more than about 5,000 dimensions.
  static func bytes(type: ElementType, shape: [Int]) -> [UInt8] {
    guard let code = type.npyCode else { preconditionFailure("NumPy has no \(type.rawValue)") }
    let order = type.bytesPerBlock == 1 ? "|" : "<"
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(order)\(code)', 'fortran_order': False, 'shape': (\(sizes)), }"
    let unpadded = 10 + text.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let length = UInt16(text.utf8.count + padding + 1)
    return magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
      + [UInt8](repeating: 0x20, count: padding) + [0x0A]
  }
}

/// Reads the one form of Python literal that `.npy` headers have.
private struct PythonLiteral {
  private let text: [UInt8]
  private var position = 0

  init(_ text: [UInt8]) { self.text = text }

  /// The three fields in any order, nil when the text is anything else.
  mutating func parseHeader() -> (descr: String, isFortranOrder: Bool, shape: [Int])? {
    var descr: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    guard consume("{") else { return nil }
    while !consume("}") {
      guard let key = parseText(), consume(":") else { return nil }
      switch key {
      case "descr": descr = parseText()
      case "fortran_order": isFortranOrder = consume("True") ? true : consume("False") ? false : nil
      case "shape": shape = parseTuple()
      default: return nil
      }
      guard consume(",") || next == UInt8(ascii: "}") else { return nil }
    }
    skipSpace()
    guard position == text.count, let descr, let isFortranOrder, let shape else { return nil }
    return (descr, isFortranOrder, shape)
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x09 { position += 1 }
  }

  /// Steps over white space, then over the word if it stands there, then over white space.
  private mutating func consume(_ word: String) -> Bool {
    skipSpace()
    guard text[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    skipSpace()
    return true
  }

  private mutating func parseText() -> String? {
    skipSpace()
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      let end = text[(position + 1)...].firstIndex(of: quote)
    else { return nil }
    defer { position = end + 1 }
    return String(validating: text[(position + 1)..<end], as: UTF8.self)
  }

  private mutating func parseTuple() -> [Int]? {
    guard consume("(") else { return nil }
    var values: [Int] = []
    while !consume(")") {
      let digits = text[position...].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      guard let value = Int(String(decoding: digits, as: UTF8.self)), values.count < 64 else {
        return nil
      }
      values.append(value)
      position = digits.endIndex
      // Python 2 wrote long integers with an L.
      _ = consume("L")
      guard consume(",") || next == UInt8(ascii: ")") else { return nil }
    }
    return values
  }
}
