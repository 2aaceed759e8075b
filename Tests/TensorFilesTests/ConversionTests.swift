import TestSupport
import Testing

@testable import TensorFiles

/// Conversions between float formats, against closed forms over every bit pattern.
@Suite struct ConversionTests {
  private let patterns = (0...UInt16.max).map { $0 }

  @Test func everyFloat16BecomesTheSameNumber() throws {
    for (bits, value) in zip(patterns, try widen(patterns, .float16)) {
      let sign: Float = bits & 0x8000 == 0 ? 1 : -1
      let exponent = Int(bits >> 10 & 0x1F)
      let fraction = Float(bits & 0x3FF)
      let expected: Float =
        switch exponent {
        case 0: sign * fraction * 0x1p-24
        case 31: fraction == 0 ? sign * .infinity : .nan
        default: sign * Float(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
        }
      if value.bitPattern == expected.bitPattern || (value.isNaN && expected.isNaN) { continue }
      Issue.record("float16 \(bits) became \(value), expected \(expected)")
    }
  }

  @Test func everyFloat16SurvivesTheWayBack() throws {
    let back = try narrow(try widen(patterns, .float16), .float16)
    for (bits, found) in zip(patterns, back) where bits & 0x7FFF <= 0x7C00 && bits != found {
      Issue.record("float16 \(bits) came back as \(found)")
    }
  }

  @Test func everyBFloat16SurvivesTheWayBack() throws {
    let floats = try widen(patterns, .bfloat16)
    let back = try narrow(floats, .bfloat16)
    for ((bits, value), found) in zip(zip(patterns, floats), back) {
      let isKept = value.isNaN ? found & 0x7FFF > 0x7F80 : found == bits
      if isKept, value.bitPattern == UInt32(bits) << 16 { continue }
      Issue.record("bfloat16 \(bits) became \(value) and came back as \(found)")
    }
  }

  @Test func roundingIsToNearestEven() throws {
    // Halfway between two neighbours: to the even one; above or below: to the nearer.
    let floats: [Float] = [
      1 + 0x1p-11, 1 + 0x3p-11, 1 + 0x1p-11 + 0x1p-20, 65519, 65520, 0x1p-25, 0x1.8p-25, -1e9,
    ]
    #expect(
      try narrow(floats, .float16)
        == [0x3C00, 0x3C02, 0x3C01, 0x7BFF, 0x7C00, 0, 1, 0xFC00])

    let wide: [Float] = [
      1 + 0x1p-8, 1 + 0x3p-8, 1 + 0x1p-8 + 0x1p-20, .greatestFiniteMagnitude, -.infinity,
      .leastNonzeroMagnitude, .nan, Float(bitPattern: 0x7F80_0001), Float(bitPattern: 0xFFFF_FFFF),
    ]
    #expect(
      try narrow(wide, .bfloat16)
        == [0x3F80, 0x3F82, 0x3F81, 0x7F80, 0xFF80, 0, 0x7FC0, 0x7FC0, 0xFFFF])
  }

  @Test func unalignedBytesAndOddCountsAreFine() throws {
    for count in [0, 1, 7, 8, 15, 16, 17, 33] {
      let memory = TensorMemory(byteCount: 1 + 2 * count)
      for index in 0..<count {
        memory.bytes.storeBytes(
          of: 0x3C00 + UInt16(index), toByteOffset: 1 + 2 * index, as: UInt16.self)
      }
      let tensor = TensorView(
        name: "x", type: .float16, shape: [count],
        bytes: UnsafeRawBufferPointer(rebasing: memory.bytes[1...]), path: "memory", owner: memory)
      var found = [Float](repeating: -1, count: count + 1)
      try found.withUnsafeMutableBufferPointer { try tensor.readFloats(rows: 0..<count, into: $0) }
      #expect(found == (0..<count).map { 1 + Float($0) * 0x1p-10 } + [-1])
    }
  }

  private func widen(_ bits: [UInt16], _ type: ElementType) throws -> [Float] {
    let memory = TensorMemory(byteCount: 2 * bits.count)
    bits.withUnsafeBytes { memory.bytes.copyMemory(from: $0) }
    let bytes = UnsafeRawBufferPointer(memory.bytes)
    return try TensorView(
      name: "x", type: type, shape: [bits.count], bytes: bytes, path: "memory", owner: memory
    ).floats()
  }

  private func narrow(_ floats: [Float], _ type: ElementType) throws -> [UInt16] {
    try withFile("") { path in
      let entry = SafetensorsEntry(name: "x", type: type, shape: [floats.count], floats: floats)
      try SafetensorsWriter.write(path: path, tensors: [entry])
      return try SafetensorsFile(path: path).tensor("x").withBytes { bytes in
        bytes.withMemoryRebound(to: UInt16.self) { Array($0) }
      }
    }
  }
}
