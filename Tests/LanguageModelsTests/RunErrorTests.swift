import LanguageModels
import Testing

/// What cannot be run is refused with a sentence.
@Suite struct RunErrorTests {
  let model: LanguageModel

  init() throws { model = try LanguageModel.open(path: TinyModel("llama").path) }

  private func error(_ sequences: [[Int32]], _ request: ForwardRequest = .init()) -> String? {
    do {
      _ = try model.makeRuntime().run(TokenBatch(sequences), request: request)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func emptyBatchesAndSequences() {
    #expect(error([]) == "The batch has no sequences; a model needs at least one token.")
    #expect(
      error([[1], []]) == "Sequence 1 of the batch has no tokens; a model needs at least one.")
  }

  @Test func tooLong() {
    #expect(error([Array(repeating: 3, count: 256)]) == nil)
    #expect(
      error([[1], Array(repeating: 3, count: 257)])
        == "Sequence 1 has 257 tokens, but the model's context is 256; cut it or score it in "
        + "strides.")
  }

  @Test func tokensOutsideTheVocabulary() {
    for token: Int32 in [512, -1, .max] {
      #expect(
        error([[1, 2, token]])
          == "Token \(token) at position 2 of sequence 0 is not in the vocabulary of 512 tokens; "
          + "were the ids made with this model's tokenizer?")
    }
  }

  @Test func taps() {
    #expect(
      error([[1]], ForwardRequest(taps: [.block(4)]))
        == "The model has no tap \"block.4\"; its taps are embedding, block.1, block.2, block.3, "
        + "final_norm.")
    #expect(throws: LanguageModelsError.self) { try model.tap(named: "block.0") }
    #expect(throws: Never.self) { try model.tap(named: "block.3") }
  }

  @Test func tapNames() {
    for tap in model.taps { #expect(Tap(name: tap.name) == tap) }
    for name in ["block.0", "block.01", "block.", "block.-1", "block.+1", "Embedding", ""] {
      #expect(Tap(name: name) == nil, "\(name)")
    }
    #expect(model.taps == model.taps.sorted())
  }
}
