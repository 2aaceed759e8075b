import LanguageModels
import LinearAlgebra
import TestSupport
import Testing
import TextFiles

/// Configurations as they were written before Hugging Face gathered them under `rope_parameters`
/// give the same numbers with the same weights.
@Suite struct OlderConfigurationTests {
  @Test func llamaWithRopeTheta() throws {
    try expectSameLogits("llama") { config in
      config["rope_parameters"] = nil
      config["rope_theta"] = 10_000.0
      config["rope_scaling"] = .null
    }
  }

  @Test func llamaWithDefaultsLeftOut() throws {
    try expectSameLogits("llama") { config in
      for key in ["rope_parameters", "rms_norm_eps", "head_dim", "hidden_act", "attention_bias"] {
        config[key] = nil
      }
    }
  }

  @Test func llama3WithRopeScaling() throws {
    try expectSameLogits("llama3-rope-scaled") { config in
      var scaling = try #require(config["rope_parameters"]?.object)
      scaling["rope_theta"] = nil
      config["rope_scaling"] = .object(scaling)
      config["rope_theta"] = 500_000.0
      config["rope_parameters"] = nil
    }
  }

  @Test func neoXWithRotaryPercentage() throws {
    try expectSameLogits("gpt_neox") { config in
      config["rope_parameters"] = nil
      config["rotary_pct"] = 0.25
      config["rotary_emb_base"] = 10_000
    }
    try expectSameLogits("gpt_neox-sequential") { config in
      config["rope_parameters"] = nil
      config["rotary_pct"] = 1.0
    }
  }

  @Test func qwenWithRopeTheta() throws {
    for name in ["qwen2", "qwen3"] {
      try expectSameLogits(name) { config in
        config["rope_parameters"] = nil
        config["rope_theta"] = 1_000_000
        config["layer_types"] = nil
        // Not in use, so the window must not matter.
        config["sliding_window"] = 4
      }
    }
  }

  @Test func gemmaWithPatternAndTwoBases() throws {
    try expectSameLogits("gemma3_text") { config in
      for key in ["rope_parameters", "layer_types", "_sliding_window_pattern"] {
        config[key] = nil
      }
      config["sliding_window_pattern"] = 6
      config["rope_theta"] = 1_000_000
      config["rope_local_base_freq"] = 10_000
    }
  }

  @Test func gemmaNestedInAModelThatSeesImages() throws {
    let tiny = try TinyModel("gemma3_text")
    let nested: JSONValue = ["model_type": "gemma3", "text_config": try tiny.configuration()]
    try expectSameLogits(tiny, nested)
  }

  private func expectSameLogits(
    _ name: String, _ change: (inout JSONObject) throws -> Void
  ) throws {
    let tiny = try TinyModel(name)
    var configuration = try #require(try tiny.configuration().object)
    try change(&configuration)
    try expectSameLogits(tiny, .object(configuration))
  }

  private func expectSameLogits(_ tiny: TinyModel, _ configuration: JSONValue) throws {
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let folder = try tiny.folder(configuration: configuration, in: temporary)
    let output = try LanguageModel.open(path: folder).makeRuntime().run(
      TokenBatch(tiny.sequences), request: ForwardRequest(logits: true))
    #expect(worstDifference(try #require(output.logits).elements, tiny.logits) < 2e-5)
  }
}
