import Foundation
import LanguageModels
import LinearAlgebra
import Testing

/// What is built on caches: greedy continuations, chosen tokens, refusals.
@Suite struct ContinuationTests {
  @Test(arguments: ["llama", "gpt2", "gemma3_text"])
  func greedyDecodingEqualsFullPasses(_ name: String) throws {
    let model = try LanguageModel.open(path: TinyModel(name).path)
    let runtime = model.makeRuntime()
    let prefix = InvarianceTests.sequences([37])[0]
    let starts = InvarianceTests.sequences([1, 5, 30])
    let cache = try runtime.run(TokenBatch([prefix]), request: ForwardRequest(), after: nil)
    let expected = try starts.map { try decoded(prefix + $0, count: 40, runtime) }
    let stop = expected[1][20]
    let found = try runtime.continueGreedily(
      TokenBatch(starts), after: [cache, cache, cache], until: [stop], maximumTokens: 40)
    for (place, continuation) in found.enumerated() {
      let end = expected[place].firstIndex(of: stop).map { $0 + 1 } ?? 40
      #expect(continuation.tokens == Array(expected[place].prefix(end)))
      #expect(continuation.ending == (end < 40 || place == 1 ? .stopToken : .length))
      #expect(continuation.cache.count == 37 + starts[place].count + end - 1)
    }
  }

  private func decoded(_ start: [Int32], count: Int, _ runtime: Runtime) throws -> [Int32] {
    var tokens = start
    for _ in 0..<count {
      let output = try runtime.run(
        TokenBatch([tokens]), request: ForwardRequest(statistics: true, topK: 1, rows: .last))
      tokens += try #require(output.statistics).topTokens
    }
    return Array(tokens.dropFirst(start.count))
  }

  @Test func aContinuationEndsWithTheContext() throws {
    let model = try LanguageModel.open(path: TinyModel("llama").path)
    let found = try model.makeRuntime().continueGreedily(
      TokenBatch(InvarianceTests.sequences([250])), after: [nil], until: [], maximumTokens: 100)
    #expect(found[0].ending == .context)
    #expect(found[0].tokens.count == 7)
    #expect(found[0].cache.count == 256)
  }

  @Test(arguments: ["llama", "gpt_neox"])
  func chosenTokensAreThoseOfAllLogits(_ name: String) throws {
    let model = try LanguageModel.open(path: TinyModel(name).path)
    let sequences = InvarianceTests.sequences([70, 3, 30])
    let chosen: [[Int32]] = [[5, 511, 5], [], [0, 17]]
    let output = try model.makeRuntime().run(
      TokenBatch(sequences), request: ForwardRequest(logits: true, chosenTokens: chosen))
    let (logits, found) = (try #require(output.logits), try #require(output.chosenLogits))
    #expect(found.count == 103)
    for (row, values) in found.enumerated() {
      let tokens = chosen[row < 70 ? 0 : row < 73 ? 1 : 2]
      let all = logits.row(row)
      #expect(values.logits == tokens.map { all[all.startIndex + Int($0)] })
      let exact = all.map(Double.init).map { exp($0) }.reduce(0, +)
      #expect(abs(values.logSumExp - log(exact)) < 1e-6)
      #expect(values.logProbabilities == values.logits.map { Double($0) - values.logSumExp })
    }
  }

  @Test func refusals() throws {
    let model = try LanguageModel.open(path: TinyModel("llama").path)
    let other = try LanguageModel.open(path: TinyModel("qwen3").path)
    let runtime = model.makeRuntime()
    let cache = try runtime.run(
      TokenBatch(InvarianceTests.sequences([250])), request: ForwardRequest(), after: nil)
    let seven = TokenBatch([[1, 2, 3], InvarianceTests.sequences([7])[0]])
    #expect(
      error { _ = try runtime.run(seven, after: [nil, cache], request: ForwardRequest()) }
        == "Sequence 1 adds 7 tokens to a cached prefix of 250, but the model's context is 256; "
        + "cut one of them.")
    let refusal = error {
      _ = try other.makeRuntime().run(
        TokenBatch([[1]]), after: [cache], request: ForwardRequest())
    }
    #expect(
      try #require(refusal).hasPrefix(
        "Sequence 0 continues a cache that the model of \(model.path)"))
    #expect(
      error {
        _ = try runtime.run(
          TokenBatch([[1]]), request: ForwardRequest(chosenTokens: [[4, 512]]))
      }
        == "Token 512, whose logit is asked for in sequence 0, is not in the vocabulary of 512 "
        + "tokens; were the ids made with this model's tokenizer?")
  }

  private func error(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
