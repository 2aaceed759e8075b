import Foundation
import TestSupport

/// Writes the metadata of a GGUF file (version 3, no tensors) for tests.
struct TokenizerGGUFBuilder {
  /// A metadata value.
  enum Value {
    case text(String)
    case flag(Bool)
    case count(UInt32)
    case texts([[UInt8]])
    case floats([Float])
    case integers([Int32])
  }

  private var pairs: [(String, Value)] = []

  /// Sets `tokenizer.ggml.KEY`; nil takes it away.
  subscript(key: String) -> Value? {
    get { pairs.first { $0.0 == key }?.1 }
    set {
      pairs.removeAll { $0.0 == key }
      if let newValue { pairs.append((key, newValue)) }
    }
  }

  /// The file's bytes.
  var bytes: [UInt8] {
    var out = Array("GGUF".utf8)
    append(UInt32(3), to: &out)
    append(UInt64(0), to: &out)
    append(UInt64(pairs.count), to: &out)
    for (key, value) in pairs {
      append(Array("tokenizer.ggml.\(key)".utf8), to: &out)
      append(value, to: &out)
    }
    return out
  }

  /// Calls `body` with the path of the file (whose name does not say GGUF), then removes it.
  func withFile<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = try TemporaryFolder()
    let path = folder.path("tokenizer")
    try Data(bytes).write(to: URL(filePath: path))
    return try body(path)
  }

  private func append(_ value: Value, to out: inout [UInt8]) {
    switch value {
    case .text(let text):
      append(UInt32(8), to: &out)
      append(Array(text.utf8), to: &out)
    case .flag(let flag):
      append(UInt32(7), to: &out)
      out.append(flag ? 1 : 0)
    case .count(let count):
      append(UInt32(4), to: &out)
      append(count, to: &out)
    case .texts(let texts):
      append(type: 8, count: texts.count, to: &out)
      for text in texts { append(text, to: &out) }
    case .floats(let floats):
      append(type: 6, count: floats.count, to: &out)
      for float in floats { append(float.bitPattern, to: &out) }
    case .integers(let integers):
      append(type: 5, count: integers.count, to: &out)
      for integer in integers { append(UInt32(bitPattern: integer), to: &out) }
    }
  }

  private func append(type: UInt32, count: Int, to out: inout [UInt8]) {
    append(UInt32(9), to: &out)
    append(type, to: &out)
    append(UInt64(count), to: &out)
  }

  private func append(_ text: [UInt8], to out: inout [UInt8]) {
    append(UInt64(text.count), to: &out)
    out.append(contentsOf: text)
  }

  private func append(_ number: some FixedWidthInteger, to out: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { out.append(contentsOf: $0) }
  }
}
