import LanguageModels
import LinearAlgebra
import Testing

/// A continued sequence has the numbers of the whole sequence, to the last bit, wherever it is cut.
@Suite(.serialized) struct KeyValueCacheTests {
  /// A sequence that was run in parts, with the rows of its last part.
  struct Leaf {
    let tokens: [Int32]
    let cache: KeyValueCache?
  }

  static func request(_ model: LanguageModel) -> ForwardRequest {
    ForwardRequest(taps: model.taps, statistics: true, topK: 5, logits: true)
  }

  /// Checks every number of the last `count` rows of `output` from row `first` on.
  static func expectRows(
    _ output: ForwardOutput, from first: Int, count: Int, equalLastOf tokens: [Int32],
    _ model: LanguageModel, _ label: String
  ) throws {
    let whole = try model.makeRuntime().run(TokenBatch([tokens]), request: request(model))
    let (own, last) = (first..<first + count, tokens.count - count..<tokens.count)
    for tap in model.taps {
      let expected = try #require(whole.taps[tap]).rows(last)
      #expect(try #require(output.taps[tap]).rows(own) == expected, "\(label), \(tap)")
    }
    #expect(
      try #require(output.logits).rows(own) == #require(whole.logits).rows(last), "\(label)")
    let (part, all) = (try #require(output.statistics), try #require(whole.statistics))
    #expect(part.entropy[own] == all.entropy[last])
    #expect(part.rank[own] == all.rank[last])
    #expect(part.logProbability[own].dropLast() == all.logProbability[last].dropLast())
    let (ownTop, lastTop) = (
      own.lowerBound * 5..<own.upperBound * 5, last.lowerBound * 5..<last.upperBound * 5
    )
    #expect(part.topTokens[ownTop] == all.topTokens[lastTop])
    #expect(part.topLogProbabilities[ownTop] == all.topLogProbabilities[lastTop])
  }

  /// Grows a tree: every leaf of a level is continued once or twice, all in one batch together with
  /// a sequence that starts afresh.
  @Test(arguments: TinyModel.names)
  func randomTrees(_ name: String) throws {
    let model = try LanguageModel.open(path: TinyModel(name).path)
    let runtime = model.makeRuntime()
    let lengths = [1, 33, 7, 1, 2, 32, 15, 31, 64, 40, 3, 1, 17, 29, 5, 8]
    var next = 0
    var leaves = [Leaf(tokens: [], cache: nil)]
    for level in 0..<4 {
      let parents = leaves.flatMap { leaf in level.isMultiple(of: 2) ? [leaf, leaf] : [leaf] }
      let parts = parents.map { _ in
        defer { next += 1 }
        return InvarianceTests.sequences([lengths[next % lengths.count] + next])[0].suffix(
          lengths[next % lengths.count])
      }
      let fresh = InvarianceTests.sequences([20])[0]
      let batch = TokenBatch(parts.map { Array($0) } + [fresh])
      let step = try runtime.run(
        batch, after: parents.map(\.cache) + [nil], request: KeyValueCacheTests.request(model),
        keepingCache: true)
      leaves = []
      for (place, part) in parts.enumerated() {
        let tokens = parents[place].tokens + part
        leaves.append(Leaf(tokens: tokens, cache: step.caches[place]))
        #expect(step.caches[place].count == tokens.count)
        try KeyValueCacheTests.expectRows(
          step.output, from: batch.rows(of: place).lowerBound, count: part.count,
          equalLastOf: tokens, model, "\(name), level \(level), leaf \(place)")
      }
    }
  }

  /// Cuts around the windows (16) and panels (32) of models that slide.
  @Test(arguments: ["gemma3_text", "mistral-sliding", "gpt2"])
  func everyCutAroundWindowsAndPanels(_ name: String) throws {
    let model = try LanguageModel.open(path: TinyModel(name).path)
    let runtime = model.makeRuntime()
    let tokens = InvarianceTests.sequences([100])[0]
    let whole = try runtime.run(
      TokenBatch([tokens]), request: ForwardRequest(), after: nil)
    for cut in [1, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 95, 96, 97, 99] {
      let suffix = Array(tokens[cut...])
      let output = try runtime.run(
        TokenBatch([suffix]), after: [whole.prefix(cut)],
        request: KeyValueCacheTests.request(model)
      ).output
      try KeyValueCacheTests.expectRows(
        output, from: 0, count: suffix.count, equalLastOf: tokens, model, "cut at \(cut)")
    }
  }

  @Test func oneTokenAtATime() throws {
    let model = try LanguageModel.open(path: TinyModel("llama").path)
    let runtime = model.makeRuntime()
    let tokens = InvarianceTests.sequences([70])[0]
    var cache: KeyValueCache?
    for length in 1...tokens.count {
      let step = try runtime.run(
        TokenBatch([[tokens[length - 1]]]), after: [cache],
        request: KeyValueCacheTests.request(model), keepingCache: true)
      cache = step.caches[0]
      try KeyValueCacheTests.expectRows(
        step.output, from: 0, count: 1, equalLastOf: Array(tokens.prefix(length)), model,
        "length \(length)")
    }
  }

  @Test func theSameOnAnyNumberOfThreads() throws {
    let model = try LanguageModel.open(path: TinyModel("qwen3").path)
    let before = BLAS.threads
    defer { BLAS.threads = before }
    let prefix = InvarianceTests.sequences([77])[0]
    let suffixes = TokenBatch(InvarianceTests.sequences([1, 9, 60]))
    let outputs = try [1, 5].map { threads in
      BLAS.threads = threads
      let runtime = model.makeRuntime()
      let cache = try runtime.run(TokenBatch([prefix]), request: ForwardRequest(), after: nil)
      return try runtime.run(
        suffixes, after: [cache, cache, cache], request: KeyValueCacheTests.request(model)
      ).output
    }
    #expect(outputs[0].logits == outputs[1].logits)
    #expect(outputs[0].taps == outputs[1].taps)
  }

  @Test func memoryIsCountedOnceANode() throws {
    let model = try LanguageModel.open(path: TinyModel("llama").path)
    let runtime = model.makeRuntime()
    let perToken = 8 * 3 * 2 * 16
    let cache = try runtime.run(
      TokenBatch(InvarianceTests.sequences([64])), request: ForwardRequest(), after: nil)
    // Head width 16 fills half of a panel of values.
    #expect(cache.byteCount == 64 * perToken * 3 / 2)
    let children = try runtime.run(
      TokenBatch([[1], [2, 3]]), after: [cache, cache.prefix(40)], request: ForwardRequest(),
      keepingCache: true)
    #expect(children.caches.map(\.count) == [65, 42])
    #expect(children.caches.allSatisfy { $0.byteCount < cache.byteCount })
    #expect(cache.prefix(40).byteCount == 0)
  }

  @Test func aShallowTapOfAContinuation() throws {
    let model = try LanguageModel.open(path: TinyModel("gemma3_text").path)
    let runtime = model.makeRuntime()
    let tokens = InvarianceTests.sequences([50])[0]
    let cache = try runtime.run(
      TokenBatch([Array(tokens[..<37])]), request: ForwardRequest(), after: nil)
    let request = ForwardRequest(taps: [.block(2)], rows: .last)
    let part = try runtime.run(
      TokenBatch([Array(tokens[37...])]), after: [cache], request: request)
    #expect(part.caches.isEmpty)
    #expect(part.output.taps == (try runtime.run(TokenBatch([tokens]), request: request)).taps)
  }
}

extension Runtime {
  /// The cache of one sequence.
  func run(
    _ batch: TokenBatch, request: ForwardRequest, after parent: KeyValueCache?
  ) throws -> KeyValueCache {
    try run(batch, after: [parent], request: request, keepingCache: true).caches[0]
  }
}
