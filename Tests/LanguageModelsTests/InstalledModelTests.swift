import LanguageModels
import LinearAlgebra
import TensorFiles
import TestSupport
import Testing

/// Real models from their GGUF files against Hugging Face on the same dequantised weights.
@Suite(.serialized) struct InstalledModelTests {
  @Test(.enabled(if: InstalledModels.smolLM2 != nil))
  func smolLM2() throws {
    let golden = "smollm2-135m-instruct-q4_1"
    let model = try LanguageModel.open(path: try #require(InstalledModels.smolLM2))
    #expect(model.configuration.layers == 30)
    let runtime = model.makeRuntime()
    for text in 0..<3 {
      let (ids, output) = try run(runtime, golden, text)
      let hidden = try load(golden, "\(text)_all_hidden").floats()
      let size = ids.count * model.configuration.width
      let taps = [Tap.embedding] + (1..<30).map { .block($0) } + [.finalNorm]
      for (place, tap) in taps.enumerated() {
        let values = try #require(output.taps[tap]).elements
        let expected = hidden[place * size..<(place + 1) * size]
        #expect(relativeDistance(values, expected) < 1e-5, "\(tap)")
      }
      let statistics = try #require(output.statistics)
      #expect(try statistics.topTokens == load(golden, "\(text)_top5_ids").int32s())
      let expected = try load(golden, "\(text)_top5_logprob").floats()
      #expect(worstDifference(statistics.topLogProbabilities, expected) < 2e-4)
    }
  }

  @Test(.enabled(if: InstalledModels.gemma3 != nil))
  func gemma3() throws {
    let model = try LanguageModel.open(path: try #require(InstalledModels.gemma3))
    let runtime = model.makeRuntime()
    for text in 0..<3 {
      let (_, output) = try run(runtime, "gemma-3-270m-q4_k_m", text)
      let expected = try load("gemma-3-270m-q4_k_m", "\(text)_last_hidden").floats()
      #expect(relativeDistance(try #require(output.taps[.finalNorm]).elements, expected) < 1e-5)
    }
  }

  /// The float64 reference on a text short enough for it.
  @Test(.enabled(if: InstalledModels.smolLM2 != nil))
  func smolLM2Reference() throws {
    let path = try #require(InstalledModels.smolLM2)
    let ids = Array(try load("smollm2-135m-instruct-q4_1", "0_ids").int32s().prefix(4))
    let reference = try ReferenceForward(path: path).run(ids)
    let model = try LanguageModel.open(path: path)
    let fast = try model.makeRuntime().run(
      TokenBatch([ids]), request: ForwardRequest(taps: model.taps, logits: true))
    for tap in model.taps {
      let expected = try #require(reference.taps[tap]).elements.map { Float($0) }
      #expect(relativeDistance(try #require(fast.taps[tap]).elements, expected) < 1e-5, "\(tap)")
    }
    let logits = reference.logits.elements.map { Float($0) }
    #expect(worstDifference(try #require(fast.logits).elements, logits) < 1e-3)
  }

  /// Runs one golden text and checks what all golden folders hold.
  private func run(
    _ runtime: Runtime, _ golden: String, _ text: Int
  ) throws -> (ids: [Int32], output: ForwardOutput) {
    let ids = try load(golden, "\(text)_ids").int32s()
    let output = try runtime.run(
      TokenBatch([ids]),
      request: ForwardRequest(taps: runtime.model.taps, statistics: true, topK: 5))
    let statistics = try #require(output.statistics)
    let entropies = try load(golden, "\(text)_entropy_nats").float64s()
    #expect(worstDifference(statistics.entropy, entropies.map { Float($0) }) < 2e-4)
    let next = try load(golden, "\(text)_next_logprob").float64s()
    #expect(
      worstDifference(statistics.logProbability.dropLast(), next.map { Float($0) }) < 2e-4)
    return (ids, output)
  }

  private func load(_ golden: String, _ file: String) throws -> TensorView {
    try NPY.load(path: Goldens.path("\(golden)/\(file).npy"))
  }
}
