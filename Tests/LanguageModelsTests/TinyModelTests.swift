import LanguageModels
import LinearAlgebra
import Testing

/// Every family against Hugging Face, and the fast path against the float64 reference.
@Suite struct TinyModelTests {
  @Test(arguments: TinyModel.names)
  func fastPathAgreesWithHuggingFace(_ name: String) throws {
    let tiny = try TinyModel(name)
    let model = try LanguageModel.open(path: tiny.path)
    let output = try model.makeRuntime().run(
      TokenBatch(tiny.sequences),
      request: ForwardRequest(taps: model.taps, statistics: true, logits: true))
    let logits = try #require(output.logits)
    #expect(worstDifference(logits.elements, tiny.logits) < 2e-5)
    let statistics = try #require(output.statistics)
    for (entropy, expected) in zip(statistics.entropy, tiny.entropies) {
      #expect(abs(Double(entropy) - expected) < 2e-6)
    }
    for (tap, expected) in zip(tiny.taps(model.configuration), tiny.hiddenStates) {
      let values = try #require(output.taps[tap])
      #expect(worstDifference(values.elements, expected) < 5e-5, "\(tap)")
    }
  }

  @Test(arguments: TinyModel.names)
  func referenceAgreesWithHuggingFaceAndFastPath(_ name: String) throws {
    let tiny = try TinyModel(name)
    let model = try LanguageModel.open(path: tiny.path)
    let tokens = tiny.sequences[1]
    let reference = try ReferenceForward(path: tiny.path).run(tokens)
    let logits = reference.logits.elements.map { Float($0) }
    #expect(worstDifference(logits, tiny.logits[logits.count...]) < 2e-5)
    for (tap, expected) in zip(tiny.taps(model.configuration), tiny.hiddenStates) {
      let values = try #require(reference.taps[tap]).elements.map { Float($0) }
      #expect(worstDifference(values, expected[values.count...]) < 5e-5, "\(tap)")
    }
    let fast = try model.makeRuntime().run(
      TokenBatch([tokens]), request: ForwardRequest(taps: model.taps, logits: true))
    #expect(worstDifference(try #require(fast.logits).elements, logits) < 2e-5)
    for tap in model.taps {
      let values = try #require(reference.taps[tap]).elements.map { Float($0) }
      #expect(relativeDistance(try #require(fast.taps[tap]).elements, values) < 2e-6, "\(tap)")
    }
  }
}
