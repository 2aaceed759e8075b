import Foundation
import LanguageModels
import TestSupport
import Testing
import TextFiles

/// A model that cannot be read is refused with a sentence that names file, expected and found.
@Suite struct ModelFilesErrorTests {
  /// What opening the tiny Llama says after its configuration was changed.
  private func error(
    _ name: String = "llama", _ change: (inout JSONObject) throws -> Void
  ) throws -> String {
    let tiny = try TinyModel(name)
    var configuration = try #require(try tiny.configuration().object)
    try change(&configuration)
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let folder = try tiny.folder(configuration: .object(configuration), in: temporary)
    do {
      _ = try LanguageModel.open(path: folder)
      return "no error"
    } catch {
      return "\(error)".replacingOccurrences(of: folder, with: "FOLDER")
    }
  }

  @Test func unknownFamily() throws {
    #expect(
      try error { $0["model_type"] = "mamba" }
        == "FOLDER/config.json holds a model of type \"mamba\"; supported types are llama, mistral, "
        + "gpt2, gpt_neox, qwen2, qwen3, gemma3_text.")
    #expect(try error { $0["model_type"] = nil }.contains("type \"none\""))
  }

  @Test func unknownRotaryScaling() throws {
    let sentence =
      "FOLDER/config.json: \"rope_type\" should be default, linear or llama3, found \"yarn\"."
    #expect(
      try error { $0["rope_parameters"] = ["rope_type": "yarn", "rope_theta": 1e4] } == sentence)
    #expect(
      try error { $0["rope_scaling"] = ["type": "dynamic", "factor": 2.0] }
        .contains("\"type\" should be default, linear or llama3, found \"dynamic\""))
    #expect(
      try error { $0["rope_parameters"] = ["rope_type": "linear"] }
        .contains("\"factor\" should be a positive number, found none"))
  }

  @Test func valuesOfTheWrongKind() throws {
    #expect(
      try error { $0["hidden_size"] = "64" }
        == "FOLDER/config.json: \"hidden_size\" should be a positive integer up to 16777216, "
        + "found \"64\".")
    #expect(try error { $0["num_hidden_layers"] = 0 }.contains("up to 10000, found 0"))
    #expect(try error { $0["num_hidden_layers"] = 1_000_000_000 }.contains("up to 10000, found"))
    #expect(try error { $0["head_dim"] = .integer(1 << 40) }.contains("up to 16777216, found"))
    #expect(
      try error { $0["rope_parameters"] = ["rope_theta": -1.0] }.contains("a positive number"))
    for fraction in [1e300, -0.5, 1.5] {
      #expect(
        try error { $0["rope_parameters"] = ["partial_rotary_factor": .number(fraction)] }
          .contains("a fraction that turns an even number"))
    }
    #expect(try error { $0["rms_norm_eps"] = true }.contains("should be a number, found true"))
    #expect(try error { $0["hidden_act"] = "mish" }.contains("found \"mish\""))
    #expect(
      try error { $0["num_key_value_heads"] = 3 }.contains("should be a divisor of the 4 heads"))
    #expect(
      try error("gemma3_text") { $0["layer_types"] = ["full_attention"] }
        .contains("\"layer_types\" should be an array of 7 names"))
  }

  @Test func tensorsThatDoNotFit() throws {
    #expect(
      try error { $0["intermediate_size"] = 145 }
        == "FOLDER: tensor \"model.layers.0.mlp.gate_proj.weight\" should have shape [145, 64] "
        + "according to the configuration, found [144, 64].")
    #expect(
      try error { $0["num_hidden_layers"] = 4 }
        == "FOLDER has no tensor \"model.layers.3.input_layernorm.weight\", which its configuration "
        + "asks for; the file may be incomplete or of another model.")
    #expect(
      try error { $0["vocab_size"] = 500 }.contains("\"model.embed_tokens.weight\" should have"))
    #expect(
      try error("gpt2") { $0["model_type"] = "llama" }
        .contains("has no tensor \"model.embed_tokens.weight\""))
    #expect(try error("gemma3_text") { $0["tie_word_embeddings"] = false }.contains("lm_head"))
  }

  @Test func nothingThere() throws {
    #expect {
      try LanguageModel.open(path: "/nowhere/at/all")
    } throws: {
      "\($0)".hasPrefix("/nowhere/at/all is not a model: expected a folder with config.json")
    }
    let temporary = try TemporaryFolder()
    #expect {
      try LanguageModel.open(path: temporary.path)
    } throws: {
      "\($0)".hasSuffix("expected a folder with config.json and model.safetensors.")
    }
    try temporary.write("[1]", to: "config.json")
    #expect {
      try LanguageModel.open(path: temporary.path)
    } throws: {
      "\($0)".contains("should be a JSON object")
    }
    withExtendedLifetime(temporary) {}
  }
}
