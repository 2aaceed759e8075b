import Embeddings
import LanguageModels
import TensorFiles
import TestSupport
import Testing
import Worlds

@testable import Probes

@Suite struct PairTests {
  @Test func equalTokensPairPositionByPosition() throws {
    let tokens: [[Int32]] = [[1, 2, 3], [], [4]]
    let pairs = try PairedPositions(
      small: PairSamples.side("a", tokens: tokens),
      large: PairSamples.side("b", tokens: tokens, entropy: [9, 8, 7, 6]))
    #expect(pairs.alignment.rule == .tokens && pairs.alignment.survivingShare == 1)
    #expect(pairs.rows == [0, 1, 2, 3] && pairs.document == [0, 0, 0, 2])
    #expect(pairs.position == [0, 1, 2, 0] && pairs.token == [1, 2, 3, 4])
    #expect(pairs.largeEntropy == [9, 8, 7, 6] && pairs.documentLengths == [3, 0, 1])
  }

  @Test func theFirstDifferingDocumentIsNamed() throws {
    let tokens: [[Int32]] = [[1], [2], [3]]
    let small = PairSamples.side("a.store", tokens: tokens)
    func message(_ large: PairSide, _ rule: PairAlignment.Rule? = nil) -> String {
      do {
        _ = try PairedPositions(small: small, large: large, rule: rule)
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      message(PairSamples.side("b.store", tokens: tokens, hashes: ["h0", "other", "h2"]))
        == "a.store and b.store cannot be paired: document d1 has not the same content in both.")
    #expect(
      message(PairSamples.side("b.store", tokens: tokens, ids: ["d0", "x", "d2"]))
        == "a.store and b.store cannot be paired: document 2 is d1 in one and x in the other.")
    #expect(
      message(PairSamples.side("b.store", tokens: [[1], [2]]))
        == "a.store and b.store cannot be paired: document d2 is in one of them only.")
    let other = PairSamples.side("b.store", tokens: [[1], [5], [3]])
    #expect(message(other, .tokens).contains("document d1 has token 2 at position 0 in one and 5"))
    #expect(message(other).contains("a.store does not say where in the text its tokens end"))
  }

  @Test func differentTokenizersMeetAtBytes() throws {
    // "the cat": the|_cat against t|he|_c|at, the second with a token without text behind.
    let pairs = try PairedPositions(
      small: PairSamples.side(
        "a", tokens: [[1, 2], [3]], entropy: [0.5, 0.75, 2], ends: [[3, 7], [4]]),
      large: PairSamples.side(
        "b", tokens: [[1, 2, 3, 4, 5], [6]], entropy: [1, 2, 3, 4, 5, 6],
        ends: [[1, 3, 5, 7, 7], [5]]))
    #expect(
      pairs.alignment
        == PairAlignment(
          rule: .bytes, smallPositions: 3, largePositions: 6, paired: 2))
    #expect(pairs.rows == [0, 1] && pairs.largeEntropy == [2, 5])
    #expect(pairs.smallEntropy == [0.5, 0.75] && pairs.position == [0, 1])
    #expect(throws: ProbesError.self) {
      try PairedPositions(
        small: PairSamples.side("a", tokens: [[1]], ends: [[3]]),
        large: PairSamples.side("b", tokens: [[1, 1]], ends: [[2, 4]]))
    }
  }

  @Test func theTruthStandsForTheLargeModel() throws {
    let small = PairSamples.side("a", tokens: [[1, 2], [3]], entropy: [2.5, 1, 0.5])
    let lines = """
      {"id": "d1", "entropy": [0.25], "kind": ["syntax"], "surprisal": [null]}
      {"id": "d0", "entropy": [0, 1], "kind": ["fact", "coin"], "surprisal": [0.25, null]}
      """
    try withFile(lines) { path in
      let pairs = try PairedPositions(small: small, truth: path)
      #expect(pairs.source == .truth && pairs.largeEntropy == [0, 1, 0.25])
      #expect(pairs.truth?.kind == [.fact, .coin, .syntax])
      #expect(pairs.truth?.excessLoss.first == 0.75)
      #expect(pairs.truth?.excessLoss[1].isNaN == true)
      let kinds = try LabelledPositions(
        pairs,
        rule: LabelRule(
          band: EntropyBand(0), task: .kinds(zero: ["fact"], one: ["coin"]), source: .truth))
      #expect(kinds.places == [0, 1] && kinds.classes == [0, 1] && kinds.counts.discarded == 1)
    }
    try withFile("{\"id\": \"d0\", \"entropy\": [0]}") { path in
      #expect { try PairedPositions(small: small, truth: path) } throws: { error in
        "\(error)".contains("document d0 has 2 tokens in the store and 1 positions")
      }
    }
  }

  @Test(.enabled(if: InstalledModels.smolLM2 != nil && InstalledModels.gemma3 != nil))
  func realTokenizersShareWordEnds() throws {
    let small = try LanguageModel.open(path: try #require(InstalledModels.smolLM2))
    let large = try LanguageModel.open(path: try #require(InstalledModels.gemma3))
    let text = "The European lobster, Homarus gammarus, lives in the eastern Atlantic — côté nord."
    let document = Document(id: "1", row: 1, content: .text(text))
    let folder = try TemporaryFolder()
    let file = try folder.write("{\"id\": \"1\", \"text\": \"\(text)\"}", to: "in.jsonl")
    func side(_ model: LanguageModel, _ name: String) throws -> PairSide {
      let scorer = try Scorer(model: model, policy: ScoringPolicy(taps: [], topK: 0))
      let run = EmbeddingRun(scorer: scorer, dtype: .float32)
      _ = try run.run(DocumentReader(path: file), to: folder.path(name))
      return try PairSide(EmbeddingStore(path: folder.path(name)))
    }
    let smallSide = try side(small, "small")
    let pairs = try PairedPositions(small: smallSide, large: side(large, "large"))
    #expect(pairs.alignment.rule == .bytes && pairs.alignment.survivingShare > 0.6)
    let bytes = try BytePair(ModelPair(small: small, large: large)).positions(of: document)
    #expect(bytes.map { Int32($0.smallPosition) } == pairs.position)
    for (row, place) in bytes.enumerated() {
      // The next byte is a function of the next token: it cannot be more uncertain.
      #expect(place.smallEntropy <= Double(pairs.smallEntropy[row]) + 1e-3)
      #expect(place.largeEntropy <= Double(pairs.largeEntropy[row]) + 1e-3)
      #expect((0...0.6932).contains(place.divergence))
    }
    #expect(bytes.last?.endByte == text.utf8.count)
    let models = ModelPair(small: small, large: large)
    var rest = [document][...]
    let divergences = try models.divergences(at: pairs, of: smallSide) { rest.popFirst() }
    #expect(divergences == bytes.map { Float($0.divergence) })
    #expect {
      try models.divergences(at: pairs, of: smallSide) { nil }
    } throws: { "\($0)".contains("the documents are not those that were scored") }
  }
}
