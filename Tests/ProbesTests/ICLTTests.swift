import LanguageModels
import LinearAlgebra
import Probes
import TestSupport
import Testing
import TextFiles

/// The test on tiny models against plain passes over its prompts.
@Suite(.serialized) struct ICLTTests {
  let model: LanguageModel
  let layout = ICLTLayout(opening: [1], closing: [9], separator: [2, 1])
  let documents: [ICLTDocument]

  init() throws {
    model = try LanguageModel.open(path: Goldens.path("tiny-models/llama"))
    let words = (0..<100).map { (i: Int32) -> Int32 in (i * 37 + i * i % 11) % 500 + 10 }
    documents = [
      ICLTDocument(id: "a", tokens: words, positions: [3, 50, 20, 99]),
      ICLTDocument(id: "none", tokens: words, positions: []),
      ICLTDocument(id: "opened", tokens: [1] + words.reversed(), positions: [1, 31, 32, 33]),
    ]
  }

  private func results(
    _ settings: ICLTSettings, _ documents: [ICLTDocument]? = nil
  ) throws -> [ICLTResult] {
    var results: [ICLTResult] = []
    let summary = try InContextLearningTest(model, settings).run(documents ?? self.documents) {
      results.append($0)
    }
    #expect(summary.items == results.count)
    return results
  }

  /// Entropies of full passes over the written-out prompts.
  private func expectPlainPasses(_ results: [ICLTResult], _ settings: ICLTSettings) throws {
    let runtime = model.makeRuntime()
    func last(_ tokens: [Int32]) throws -> NextTokenStatistics {
      try #require(
        try runtime.run(
          TokenBatch([tokens]), request: ForwardRequest(statistics: true, topK: 10, rows: .last)
        ).statistics)
    }
    for result in results {
      let document = try #require(documents.first { $0.id == result.document })
      let whole = Array(document.tokens[...result.position])
      let context = result.document == "opened" ? Array(whole.dropFirst()) : whole
      let before = try last([1] + context)
      #expect(abs(result.originalEntropy - Double(before.entropy[0])) < 1e-5)
      if settings.control == nil {
        #expect(result.hints.map { $0[0] } == Array(before.topTokens.prefix(result.hints.count)))
      }
      for (hint, entropy) in zip(result.hints, result.scores.hintEntropies) {
        let prompt = settings.layout.prompt(context: context, hint: hint)
        #expect(abs(Double(try last(prompt).entropy[0]) - entropy) < 1e-5)
      }
    }
  }

  @Test func singleTokenHintsEqualPlainPasses() throws {
    let settings = ICLTSettings(layout: layout)
    let results = try self.results(settings)
    #expect(results.map(\.position) == [3, 50, 20, 99, 1, 31, 32, 33])
    #expect(results.allSatisfy { $0.hints.count == 10 && $0.hints.allSatisfy { $0.count == 1 } })
    try expectPlainPasses(results, settings)
  }

  @Test func continuedHintsEqualPlainPasses() throws {
    var settings = ICLTSettings(layout: layout)
    settings.candidates = ICLTCandidateRule(count: 4)
    settings.continuation = ICLTContinuation(until: Set(10..<60), maximumTokens: 12)
    let results = try self.results(settings)
    #expect(Set(results.flatMap { $0.hints.map(\.count) }).count > 2)
    for hint in results.flatMap(\.hints) {
      let last = try #require(hint.last)
      #expect(hint.count == 13 || (10..<60).contains(last))
      #expect(hint.dropLast().allSatisfy { !(10..<60).contains($0) })
    }
    try expectPlainPasses(results, settings)
  }

  @Test func batchesAndThreadsDoNotMatter() throws {
    var settings = ICLTSettings(layout: layout)
    let expected = try results(settings)
    settings.tokensPerBatch = 1
    #expect(try results(settings) == expected)
    let before = BLAS.threads
    defer { BLAS.threads = before }
    BLAS.threads = 5
    settings.tokensPerBatch = 100_000
    #expect(try results(settings) == expected)
  }

  @Test func randomTokensAsHints() throws {
    var settings = ICLTSettings(layout: layout)
    let real = try results(settings)
    settings.control = .randomTokens
    let control = try results(settings)
    #expect(control == (try results(settings)))
    for (a, b) in zip(real, control) {
      #expect(b.probabilities == a.probabilities)
      #expect(Set(a.hints).isDisjoint(with: b.hints))
      #expect(Set(b.hints).count == 10)
    }
    try expectPlainPasses(control, settings)
    settings.seed = 7
    #expect(try results(settings).map(\.hints) != control.map(\.hints))
  }

  @Test func hintsFromAnotherDocument() throws {
    var settings = ICLTSettings(layout: layout)
    settings.candidates.count = 5
    settings.continuation = ICLTContinuation(until: [11], maximumTokens: 3)
    let donor = ICLTDonor(id: "donor", tokens: Array(400..<460))
    settings.control = .otherDocument(
      donors: [ICLTDonor(id: "a", tokens: documents[0].tokens), donor])
    let results = try self.results(settings, [documents[0]])
    for hint in results.flatMap(\.hints) {
      #expect(hint.allSatisfy { (400..<460).contains($0) })
      #expect(zip(hint, hint.dropFirst()).allSatisfy { $1 == $0 + 1 })
    }
    try expectPlainPasses(results, settings)
    settings.control = .otherDocument(donors: [ICLTDonor(id: "a", tokens: [5])])
    #expect(throws: ProbesError.self) { try self.results(settings, [documents[0]]) }
  }

  @Test func contextsThatAreTooLong() throws {
    // 1 + 2 · 126 + 1 + 3 = 257 tokens against 256.
    let long = ICLTDocument(
      id: "long", tokens: [Int32](repeating: 5, count: 200), positions: [124, 125])
    var settings = ICLTSettings(layout: layout)
    let error = #expect(throws: ProbesError.self) { try results(settings, [long]) }
    #expect(
      error?.description.hasPrefix("Position 125 of document long needs a prompt of 257 tokens")
        == true)
    settings.skipsOverlongItems = true
    var found: [Int] = []
    let summary = try InContextLearningTest(model, settings).run([long]) {
      found.append($0.position)
    }
    #expect(found == [124])
    #expect(summary.overlong == 1)
  }

  @Test func positionsThatAreNone() throws {
    let settings = ICLTSettings(layout: layout)
    for (tokens, position): ([Int32], Int) in [([5, 6], 2), ([5, 6], -1), ([1, 6], 0)] {
      let document = ICLTDocument(id: "d", tokens: tokens, positions: [position])
      #expect(throws: ProbesError.self) { try results(settings, [document]) }
    }
    var bad = settings
    bad.candidates.nucleus = 0
    #expect(throws: ProbesError.self) { try InContextLearningTest(model, bad) }
  }

  @Test func verdictsDirectionsAndJSON() throws {
    let result = try #require(try results(ICLTSettings(layout: layout)).first)
    #expect(result.isAleatoric == (result.scores.minimumEntropy >= result.originalEntropy / 2))
    #expect(result.aleatoricScore(.minimumEntropy) == result.scores.minimumEntropy)
    #expect(result.aleatoricScore(.lift) == -result.scores.lift)
    let json = result.json
    #expect(json["document"] == .string("a"))
    #expect(json["hints"]?.array?.count == 10)
    for score in ICLTScore.allCases { #expect(json[score.rawValue]?.double == result[score]) }
    var rate = ICLTCopyRate()
    rate.add(result)
    #expect(rate.mean < 0.5)
    #expect(rate.warning == nil)
  }
}
