import Foundation
import TensorFiles

/// Writes a GGUF file with float32 tensors, version 3, as the converters of llama.cpp lay it out.
struct TinyGGUF {
  /// A metadata value.
  enum Value {
    case text(String)
    case count(Int)
    case number(Float)
    case flag(Bool)
  }

  var metadata: [(String, Value)] = []
  private var tensors: [(name: String, shape: [Int], floats: [Float])] = []

  /// Adds a tensor; `shape` is row-major, outermost first.
  mutating func add(_ name: String, shape: [Int], floats: [Float]) {
    tensors.append((name, shape, floats))
  }

  /// Writes the file.
  func write(to path: String) throws {
    var out = Data("GGUF".utf8)
    put(UInt32(3), &out)
    put(UInt64(tensors.count), &out)
    put(UInt64(metadata.count), &out)
    for (key, value) in metadata {
      put(key, &out)
      switch value {
      case .text(let text):
        put(UInt32(8), &out)
        put(text, &out)
      case .count(let count):
        put(UInt32(4), &out)
        put(UInt32(count), &out)
      case .number(let number):
        put(UInt32(6), &out)
        put(number.bitPattern, &out)
      case .flag(let flag):
        put(UInt32(7), &out)
        out.append(flag ? 1 : 0)
      }
    }
    var offset = 0
    for (name, shape, floats) in tensors {
      put(name, &out)
      put(UInt32(shape.count), &out)
      for dimension in shape.reversed() { put(UInt64(dimension), &out) }
      put(UInt32(0), &out)
      put(UInt64(offset), &out)
      offset += (4 * floats.count + 31) / 32 * 32
    }
    pad(&out)
    for tensor in tensors {
      tensor.floats.withUnsafeBytes { out.append(contentsOf: $0) }
      pad(&out)
    }
    try out.write(to: URL(filePath: path))
  }

  private func put(_ value: some FixedWidthInteger, _ out: inout Data) {
    withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) }
  }

  private func put(_ text: String, _ out: inout Data) {
    put(UInt64(text.utf8.count), &out)
    out.append(contentsOf: text.utf8)
  }

  private func pad(_ out: inout Data) {
    out.append(contentsOf: [UInt8](repeating: 0, count: (32 - out.count % 32) % 32))
  }
}
