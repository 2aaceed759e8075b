import CKernels
import Testing

/// Rounding to bfloat16 over all its values, the ties between them and their neighbours.
@Suite struct BFloat16Tests {
  private static func rounded(_ values: [Float]) -> [UInt16] {
    var halves = [UInt16](repeating: 0, count: values.count)
    kn_f32_to_bf16(values, &halves, values.count)
    return halves
  }

  private static func patterns(low: UInt32) -> [Float] {
    (0..<65_536).map { Float(bitPattern: UInt32($0) << 16 | low) }
  }

  @Test func everyValueStaysWhatItIs() {
    let values = BFloat16Tests.patterns(low: 0)
    for (pattern, half) in BFloat16Tests.rounded(values).enumerated() {
      let isNaN = values[pattern].isNaN
      #expect(isNaN ? Float(half: half).isNaN : Int(half) == pattern)
    }
  }

  @Test(arguments: [0x1, 0x7FFF, 0x8000, 0x8001, 0xFFFF])
  func everythingElseGoesToTheNearestAndTiesToEven(_ low: UInt32) {
    let values = BFloat16Tests.patterns(low: low)
    for (pattern, half) in BFloat16Tests.rounded(values).enumerated() {
      if values[pattern].isNaN {
        #expect(Float(half: half).isNaN)
      } else {
        let goesUp = low > 0x8000 || (low == 0x8000 && pattern % 2 == 1)
        #expect(Int(half) == pattern + (goesUp ? 1 : 0))
      }
    }
  }

  @Test func theRestKeepsEightMoreBits() {
    let values: [Float] = (1...4096).map { Float($0) / 4097 * ($0 % 2 == 0 ? 1 : -3) }
    var rows = [UInt16](repeating: 7, count: 2 * 4096)
    kn_prepare_rows(KN_PANELS_SPLIT, values, 4096, 1, 4096, &rows)
    for (place, value) in values.enumerated() {
      let sum = Float(half: rows[place]) + Float(half: rows[4096 + place])
      #expect(abs(sum - value) <= abs(value) * 0x1p-16)
    }
  }
}

extension Float {
  /// The bfloat16 of that bit pattern.
  init(half: UInt16) { self.init(bitPattern: UInt32(half) << 16) }
}
