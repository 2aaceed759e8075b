import Embeddings
import Foundation
import LanguageModels
import LinearAlgebra
import Statistics
import TestSupport
import Testing

@testable import Probes

@Suite struct DivergenceTests {
  private func divergence(_ a: [Float], _ b: [Float]) -> Double {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { jensenShannon(a, $0) } }
  }

  @Test func liesBetweenZeroAndLogTwo() {
    #expect(divergence([1, 2, 3], [1, 2, 3]) < 1e-15)
    #expect(divergence([1, 2, 3], [101, 102, 103]) < 1e-15)
    #expect(abs(divergence([1000, 0], [0, 1000]) - log(2)) < 1e-15)
    #expect(divergence([-.infinity, 0], [0, -.infinity]) == log(2))
    #expect(abs(jensenShannon([0.5, 0.5], [0.25, 0.75]) - 0.0338220) < 1e-6)
    let close = divergence([0, 1, 2, 3], [0, 1, 2, 3.001])
    #expect(close > 0 && close < 1e-6)
  }

  @Test func paddedColumnsAreIgnored() {
    #expect(divergence([1, 2, 3, 50], [1, 2, 3]) < 1e-15)
    let uniform = [Float](repeating: 4, count: 10)
    let classes = ByteClasses(classes: [0, 0, 1, 1, 256])
    let bytes = uniform.withUnsafeBufferPointer { classes.distribution($0) }
    #expect(abs(bytes[0] - 0.4) < 1e-12 && abs(bytes[256] - 0.2) < 1e-12)
    #expect(abs(entropy([Double](repeating: 0.125, count: 8)) - log(8)) < 1e-15)
    #expect(entropy([0, 1, 0]) == 0)
  }

  @Test func modelsReadSideBySideInPieces() throws {
    let llama = try LanguageModel.open(path: Goldens.path("tiny-models/llama"))
    let qwen = try LanguageModel.open(path: Goldens.path("tiny-models/qwen3"))
    let tokens = (0..<75).map { Int32(1 + $0 * 31 % 500) }
    let same = try ModelPair(small: llama, large: llama).divergences(of: tokens)
    #expect(same == [Double](repeating: 0, count: 75))
    let found = try ModelPair(small: llama, large: qwen).divergences(of: tokens)
    func logits(_ model: LanguageModel) throws -> Matrix<Float> {
      let output = try model.makeRuntime().run(
        TokenBatch([tokens]), request: ForwardRequest(logits: true))
      return try #require(output.logits)
    }
    let (a, b) = (try logits(llama), try logits(qwen))
    #expect(found == (0..<75).map { divergence(Array(a.row($0)), Array(b.row($0))) })
    #expect(found.allSatisfy { $0 > 0 && $0 <= log(2) })
  }

  /// A document longer than the context: every position as in the window that stores take it from.
  @Test(arguments: [false, true])
  func longDocumentsAreCutAsStoresCutThem(beginsWithSpecial: Bool) throws {
    let llama = try LanguageModel.open(path: Goldens.path("tiny-models/llama"))
    let qwen = try LanguageModel.open(path: Goldens.path("tiny-models/qwen3"))
    let tokens = (0..<90).map { Int32(1 + $0 * 31 % 500) }
    let pair = ModelPair(small: llama, large: qwen, contextLength: 40)
    let found = try pair.divergences(of: tokens, beginsWithSpecial: beginsWithSpecial)
    let windows = Window.cut(
      count: 90, context: 40, stride: 20, beginsWithSpecial: beginsWithSpecial)
    #expect(windows.count > 2)
    var expected: [Double] = []
    for window in windows {
      let sequence = (window.repeatsFirstToken ? [tokens[0]] : []) + tokens[window.content]
      func logits(_ model: LanguageModel) throws -> Matrix<Float> {
        let output = try model.makeRuntime().run(
          TokenBatch([sequence]), request: ForwardRequest(logits: true))
        return try #require(output.logits)
      }
      let (a, b) = (try logits(llama), try logits(qwen))
      expected += window.scoredRows.map { divergence(Array(a.row($0)), Array(b.row($0))) }
    }
    #expect(found == expected)
    let some = try pair.largeDistributions(
      of: tokens, at: [3, 39, 40, 89], beginsWithSpecial: beginsWithSpecial)
    #expect(some.rows == 4)
    #expect(abs(some.row(2).reduce(0, +) - 1) < 1e-5)
  }
}
