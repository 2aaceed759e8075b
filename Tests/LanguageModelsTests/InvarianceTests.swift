import LanguageModels
import LinearAlgebra
import Testing

/// A document's numbers do not depend on its company, to the last bit.
@Suite(.serialized) struct InvarianceTests {
  /// Lengths around the sizes of tiles, panels and stretches.
  static let lengths = [1, 2, 13, 14, 15, 31, 32, 33, 100, 112, 113, 250]

  static func sequences(_ lengths: [Int], vocabularySize: Int = 512) -> [[Int32]] {
    var state: UInt32 = 7
    return lengths.map { length in
      (0..<length).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int32(state >> 8) % Int32(vocabularySize)
      }
    }
  }

  static func run(
    _ model: LanguageModel, _ sequences: [[Int32]], rows: ForwardRequest.Rows = .all
  ) throws -> ForwardOutput {
    try model.makeRuntime().run(
      TokenBatch(sequences),
      request: ForwardRequest(
        taps: model.taps, statistics: true, topK: 7, logits: true, rows: rows))
  }

  @Test(arguments: ["llama", "gemma3_text", "gpt_neox"])
  func aloneInABatchAndReversed(_ name: String) throws {
    let model = try LanguageModel.open(path: TinyModel(name).path)
    let sequences = InvarianceTests.sequences(InvarianceTests.lengths)
    let together = try InvarianceTests.run(model, sequences)
    let reversed = try InvarianceTests.run(model, sequences.reversed())
    var start = 0
    for sequence in sequences {
      let rows = start..<start + sequence.count
      let end = together.taps[.finalNorm].map { $0.rows - start } ?? 0
      let backwards = end - sequence.count..<end
      let alone = try InvarianceTests.run(model, [sequence])
      for tap in model.taps {
        let expected = try #require(alone.taps[tap]).elements[...]
        #expect(try #require(together.taps[tap]).rows(rows) == expected, "\(tap)")
        #expect(try #require(reversed.taps[tap]).rows(backwards) == expected, "\(tap)")
      }
      let own = try #require(alone.statistics)
      let shared = try #require(together.statistics)
      #expect(shared.entropy[rows] == own.entropy[...])
      #expect(shared.rank[rows] == own.rank[...])
      #expect(shared.logProbability[rows].dropLast() == own.logProbability.dropLast())
      #expect(shared.topTokens[rows.lowerBound * 7..<rows.upperBound * 7] == own.topTokens[...])
      start += sequence.count
    }
  }

  @Test func anyNumberOfThreads() throws {
    let model = try LanguageModel.open(path: TinyModel("qwen3").path)
    let sequences = InvarianceTests.sequences(InvarianceTests.lengths)
    let before = BLAS.threads
    defer { BLAS.threads = before }
    BLAS.threads = 1
    let one = try InvarianceTests.run(model, sequences)
    BLAS.threads = 5
    let five = try InvarianceTests.run(model, sequences)
    #expect(one.logits == five.logits)
    #expect(one.taps == five.taps)
    #expect(one.statistics?.entropy == five.statistics?.entropy)
    #expect(one.statistics?.topTokens == five.statistics?.topTokens)
    #expect(
      one.statistics?.topLogProbabilities == five.statistics?.topLogProbabilities)
  }

  @Test func aReusedRuntimeForgetsTheLastBatch() throws {
    let model = try LanguageModel.open(path: TinyModel("mistral-sliding").path)
    let runtime = model.makeRuntime()
    let request = ForwardRequest(taps: model.taps, statistics: true, topK: 3)
    let short = TokenBatch(InvarianceTests.sequences([20, 3]))
    let first = try runtime.run(short, request: request)
    _ = try runtime.run(TokenBatch(InvarianceTests.sequences([200, 90, 1])), request: request)
    let again = try runtime.run(short, request: request)
    #expect(first.taps == again.taps)
    #expect(first.statistics?.entropy == again.statistics?.entropy)
  }

  @Test func theFutureDoesNotReachBack() throws {
    let model = try LanguageModel.open(path: TinyModel("llama").path)
    let long = InvarianceTests.sequences([250])[0]
    let whole = try InvarianceTests.run(model, [long])
    let part = try InvarianceTests.run(model, [Array(long.prefix(60))])
    let expected = try #require(part.taps[.finalNorm]).elements
    let found = try #require(whole.taps[.finalNorm]).rows(0..<60)
    #expect(worstDifference(found, expected) < 1e-6)
  }

  @Test func lastRowsAreThoseOfAllRows() throws {
    let model = try LanguageModel.open(path: TinyModel("gpt2").path)
    let sequences = InvarianceTests.sequences([5, 1, 40])
    let all = try InvarianceTests.run(model, sequences)
    let last = try InvarianceTests.run(model, sequences, rows: .last)
    for tap in model.taps {
      let values = try #require(all.taps[tap])
      let expected = [4, 5, 45].flatMap { values.row($0) }
      #expect(try #require(last.taps[tap]).elements == expected)
    }
    let entropies = try #require(all.statistics?.entropy)
    #expect(last.statistics?.entropy == [4, 5, 45].map { entropies[$0] })
    #expect(last.statistics?.rank == [-1, -1, -1])
  }

  @Test func aShallowRequestGivesTheSameTaps() throws {
    let model = try LanguageModel.open(path: TinyModel("qwen2").path)
    let batch = TokenBatch(InvarianceTests.sequences([9, 17]))
    let all = try InvarianceTests.run(model, InvarianceTests.sequences([9, 17]))
    for tap in model.taps {
      let one = try model.makeRuntime().run(batch, request: ForwardRequest(taps: [tap]))
      #expect(one.taps == [tap: try #require(all.taps[tap])])
      #expect(one.statistics == nil)
    }
  }
}

extension Matrix where Element == Float {
  func rows(_ range: Range<Int>) -> ArraySlice<Float> {
    elements[range.lowerBound * columns..<range.upperBound * columns]
  }
}
