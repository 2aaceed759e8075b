import LanguageModels
import LinearAlgebra
import TensorFiles
import TestSupport
import Testing
import TextFiles

/// Settings that the tiny models leave at their defaults, against Hugging Face: linear rotary
/// scaling, other windows, activations, scales, residuals and soft-capped logits.
@Suite struct ModelVariantTests {
  static let names = [
    "llama-linear", "llama-gelu", "mistral-no-window", "qwen2-sliding", "qwen3-sliding",
    "gpt2-scaled", "gpt2-unscaled", "gpt_neox-linear", "gpt_neox-switched", "gemma3-older",
  ]

  @Test(arguments: names)
  func agreesWithHuggingFace(_ name: String) throws {
    let golden = Goldens.path("model-variants/\(name)")
    let configuration = try JSONValue.load(path: golden + "/config.json")
    let expected = try NPY.load(path: golden + "/logits.npy").floats()
    let tiny = try TinyModel(try #require(configuration["_base"]?.string))
    #expect(worstDifference(expected, tiny.logits[44 * 512..<48 * 512]) > 0.01)
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let folder = try tiny.folder(configuration: configuration, in: temporary)

    let tokens = tiny.sequences[0]
    let fast = try LanguageModel.open(path: folder).makeRuntime().run(
      TokenBatch([tokens]), request: ForwardRequest(logits: true))
    let logits = try #require(fast.logits)
    #expect(worstDifference(logits.rows(44..<48), expected) < 2e-5)
    let reference = try ReferenceForward(path: folder).run(tokens).logits.elements
    #expect(worstDifference(reference.suffix(4 * 512).map { Float($0) }, expected) < 2e-5)
  }
}
