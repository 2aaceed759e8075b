import Foundation
import LanguageModels
import LinearAlgebra
import TensorFiles
import TestSupport
import Testing

/// Models from GGUF files give the numbers of the Hugging Face folders they were converted from.
@Suite struct GGUFModelTests {
  private static func sizes(
    _ family: String, heads: Int = 4, keyValueHeads: Int? = nil, layers: Int = 3,
    feedForward: Int = 128, context: Int = 256
  ) -> [(String, TinyGGUF.Value)] {
    var values: [(String, TinyGGUF.Value)] = [
      ("block_count", .count(layers)), ("context_length", .count(context)),
      ("embedding_length", .count(64)), ("feed_forward_length", .count(feedForward)),
      ("attention.head_count", .count(heads)),
    ]
    if let keyValueHeads { values.append(("attention.head_count_kv", .count(keyValueHeads))) }
    return values.map { ("\(family).\($0.0)", $0.1) }
  }

  private func expectSameLogits(
    _ name: String, family: String, _ metadata: [(String, TinyGGUF.Value)],
    divisors: [Float]? = nil
  ) throws {
    let tiny = try TinyModel(name)
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    var file = try TinyGGUF(tiny, family: family, heads: 4, metadata: metadata)
    if let divisors {
      file.add("rope_freqs.weight", shape: [divisors.count], floats: divisors)
    }
    let path = temporary.path("model.gguf")
    try file.write(to: path)
    let model = try LanguageModel.open(path: path)
    #expect(model.tokenizer == nil)
    let output = try model.makeRuntime().run(
      TokenBatch(tiny.sequences), request: ForwardRequest(logits: true))
    #expect(worstDifference(try #require(output.logits).elements, tiny.logits) < 2e-5)
    let reference = try ReferenceForward(path: path).run(tiny.sequences[0])
    let logits = reference.logits.elements.map { Float($0) }
    #expect(worstDifference(logits, tiny.logits.prefix(logits.count)) < 2e-5)
  }

  @Test func llamaWithPermutedRows() throws {
    try expectSameLogits(
      "llama", family: "llama",
      GGUFModelTests.sizes("llama", keyValueHeads: 2, feedForward: 144) + [
        ("llama.attention.layer_norm_rms_epsilon", .number(1e-6)),
        ("llama.rope.dimension_count", .count(16)), ("llama.rope.freq_base", .number(10_000)),
      ])
  }

  @Test func llama3WithFrequencyDivisors() throws {
    // What the converter writes for factor 8, low 1, high 4, original context 64.
    let divisors: [Float] = (0..<8).map { pair in
      let frequency = 1 / powf(500_000, Float(2 * pair) / 16)
      let wavelength = 2 * Float.pi / frequency
      if wavelength < 64 / 4 { return 1 }
      if wavelength > 64 { return 8 }
      let smooth = (64 / wavelength - 1) / (4 - 1)
      return 1 / ((1 - smooth) / 8 + smooth)
    }
    try expectSameLogits(
      "llama3-rope-scaled", family: "llama",
      GGUFModelTests.sizes("llama", keyValueHeads: 4, layers: 2, context: 512) + [
        ("llama.attention.layer_norm_rms_epsilon", .number(1e-6)),
        ("llama.rope.freq_base", .number(500_000)),
      ], divisors: divisors)
  }

  @Test func qwen() throws {
    for (name, extra) in [("qwen2", []), ("qwen3", [("attention.key_length", 32)])] {
      try expectSameLogits(
        name, family: name,
        GGUFModelTests.sizes(name, keyValueHeads: 2) + [
          ("\(name).attention.layer_norm_rms_epsilon", .number(1e-6)),
          ("\(name).rope.freq_base", .number(1e6)),
        ] + extra.map { ("\(name).\($0.0)", .count($0.1)) })
    }
  }

  @Test func gpt2() throws {
    try expectSameLogits(
      "gpt2", family: "gpt2",
      GGUFModelTests.sizes("gpt2", feedForward: 256) + [
        ("gpt2.attention.layer_norm_epsilon", .number(1e-5))
      ])
  }

  @Test func gptNeoX() throws {
    for (name, isParallel, layers, turned) in [
      ("gpt_neox", true, 3, 4), ("gpt_neox-sequential", false, 2, 16),
    ] {
      try expectSameLogits(
        name, family: "gptneox",
        GGUFModelTests.sizes("gptneox", layers: layers, feedForward: 256) + [
          ("gptneox.attention.layer_norm_epsilon", .number(1e-5)),
          ("gptneox.rope.dimension_count", .count(turned)),
          ("gptneox.use_parallel_residual", .flag(isParallel)),
        ])
    }
  }

  @Test func gemma3() throws {
    try expectSameLogits(
      "gemma3_text", family: "gemma3",
      GGUFModelTests.sizes("gemma3", keyValueHeads: 1, layers: 7) + [
        ("gemma3.attention.layer_norm_rms_epsilon", .number(1e-6)),
        ("gemma3.attention.key_length", .count(32)), ("gemma3.rope.freq_base", .number(1e6)),
        ("gemma3.attention.sliding_window", .count(16)),
      ])
  }

  @Test func whatCannotBeRun() throws {
    let sizes = GGUFModelTests.sizes("llama", keyValueHeads: 2, feedForward: 144)
    let whole =
      sizes + [("llama.attention.layer_norm_rms_epsilon", TinyGGUF.Value.number(1e-6))]
    #expect(try error("mamba", []).contains("\"mamba\"; supported types are llama, qwen2"))
    #expect(
      try error("llama", sizes)
        == "FILE: \"llama.attention.layer_norm_rms_epsilon\" should be a number, found none.")
    #expect(
      try error("llama", whole + [("llama.rope.scaling.type", .text("yarn"))])
        == "FILE: \"llama.rope.scaling.type\" should be none or linear, found yarn.")
    #expect(
      try error("llama", whole + [("llama.expert_count", .count(8))]).contains("a dense model"))
    #expect(
      try error("llama", whole.filter { $0.0 != "llama.block_count" })
        == "FILE: \"llama.block_count\" should be a positive integer, found none.")
  }

  private func error(_ family: String, _ metadata: [(String, TinyGGUF.Value)]) throws -> String {
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let path = temporary.path("model.gguf")
    try TinyGGUF(try TinyModel("llama"), family: family, heads: 4, metadata: metadata)
      .write(to: path)
    do {
      _ = try LanguageModel.open(path: path)
      return "no error"
    } catch {
      return "\(error)".replacing(path, with: "FILE")
    }
  }
}
