import CKernels
import Foundation
import Testing

/// The attention kernel against its definition, for lengths and widths around tiles and panels.
@Suite struct AttentionTests {
  struct Case: Sendable {
    let tokens: Int
    let width: Int
    var window = 0
    var softCap: Float = 0
  }

  static let cases = [
    Case(tokens: 1, width: 64), Case(tokens: 33, width: 80), Case(tokens: 130, width: 20),
    Case(tokens: 70, width: 16, window: 1), Case(tokens: 200, width: 32, window: 16),
    Case(tokens: 150, width: 96, window: 100), Case(tokens: 40, width: 8, window: 40),
    Case(tokens: 60, width: 24, softCap: 2), Case(tokens: 90, width: 256, window: 33, softCap: 5),
  ]

  @Test(arguments: cases)
  func agreesWithItsDefinition(_ test: Case) {
    let (tokens, width) = (test.tokens, test.width)
    let stride = 3 * width + 5
    var state: UInt32 = 99
    let qkv = (0..<tokens * stride).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int32(bitPattern: state)) / Float(Int32.max) * 2
    }
    let out = attended(test, qkv, stride: stride)
    for t in 0..<tokens {
      let exact = definition(test, qkv, stride, t)
      for d in 0..<width { #expect(abs(Double(out[t * width + d]) - exact[d]) < 1e-5) }
    }
  }

  /// The kernel's output, its keys cut into two runs after the first panels.
  private func attended(_ test: Case, _ qkv: [Float], stride: Int) -> [Float] {
    let (tokens, width) = (test.tokens, test.width)
    var out = [Float](repeating: .nan, count: tokens * width)
    var scratch = [Float](repeating: .nan, count: kn_attention_scratch_size(tokens, width))
    let cut = tokens / 64 * 32
    qkv.withUnsafeBufferPointer { qkv in
      guard let base = qkv.baseAddress else { return }
      var runs: [kn_attention_run] = []
      defer {
        for run in runs {
          run.keys.deallocate()
          run.values.deallocate()
        }
      }
      for range in [0..<cut, cut..<tokens] where !range.isEmpty {
        let keys = UnsafeMutablePointer<Float>.allocate(
          capacity: kn_attention_keys_size(range.count, width))
        let values = UnsafeMutablePointer<Float>.allocate(
          capacity: kn_attention_values_size(range.count, width))
        let first = base + range.lowerBound * stride
        kn_attention_pack_f32(
          first + width, first + 2 * width, stride, range.count, width, 0, keys, values)
        runs.append(
          kn_attention_run(
            keys: keys, values: values, first: range.lowerBound, end: range.upperBound,
            capacity: range.count))
      }
      out.withUnsafeMutableBufferPointer { out in
        runs.withUnsafeBufferPointer { runs in
          var call = kn_attention_call(
            query: base, query_stride: stride, heads: 1, head_width: width, start: 0,
            runs: runs.baseAddress, run_count: runs.count, window: test.window, scale: 0.3,
            soft_cap: test.softCap, out: out.baseAddress, out_stride: width)
          kn_attention_f32(&call, 0, tokens, &scratch)
        }
      }
    }
    return out
  }

  private func definition(_ test: Case, _ qkv: [Float], _ stride: Int, _ t: Int) -> [Double] {
    let first = test.window > 0 ? max(0, t - test.window + 1) : 0
    let weights = (first...t).map { s in
      let dot = (0..<test.width).reduce(0.0) {
        $0 + Double(qkv[t * stride + $1]) * Double(qkv[s * stride + test.width + $1])
      }
      let cap = Double(test.softCap)
      return exp(cap > 0 ? cap * tanh(0.3 * dot / cap) : 0.3 * dot)
    }
    let sum = weights.reduce(0, +)
    return (0..<test.width).map { d in
      zip(first...t, weights).reduce(0) {
        $0 + $1.1 / sum * Double(qkv[$1.0 * stride + 2 * test.width + d])
      }
    }
  }
}
