import TensorFiles

/// The tiny models in GGUF form: names, row orders and folded constants as llama.cpp's converters
/// make them.
extension TinyGGUF {
  private static let parts: [(suffix: String, name: String)] = [
    ("input_layernorm", "attn_norm"), ("ln_1", "attn_norm"),
    ("self_attn.q_proj", "attn_q"), ("self_attn.k_proj", "attn_k"),
    ("self_attn.v_proj", "attn_v"), ("attn.c_attn", "attn_qkv"),
    ("attention.query_key_value", "attn_qkv"), ("self_attn.q_norm", "attn_q_norm"),
    ("self_attn.k_norm", "attn_k_norm"), ("self_attn.o_proj", "attn_output"),
    ("attn.c_proj", "attn_output"), ("attention.dense", "attn_output"),
    ("pre_feedforward_layernorm", "ffn_norm"), ("post_feedforward_layernorm", "post_ffw_norm"),
    ("ln_2", "ffn_norm"), ("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up"),
    ("mlp.c_fc", "ffn_up"), ("mlp.dense_h_to_4h", "ffn_up"), ("mlp.down_proj", "ffn_down"),
    ("mlp.c_proj", "ffn_down"), ("mlp.dense_4h_to_h", "ffn_down"),
  ]
  private static let whole = [
    "model.embed_tokens": "token_embd", "transformer.wte": "token_embd",
    "gpt_neox.embed_in": "token_embd", "transformer.wpe": "position_embd",
    "model.norm": "output_norm", "transformer.ln_f": "output_norm",
    "gpt_neox.final_layer_norm": "output_norm", "lm_head": "output", "embed_out": "output",
  ]

  /// Converts the tensors of a tiny model; `family` is GGUF's name of the architecture.
  init(_ tiny: TinyModel, family: String, heads: Int, metadata: [(String, Value)]) throws {
    self.metadata = [("general.architecture", .text(family))] + metadata
    let file = try SafetensorsFile(path: tiny.path + "/model.safetensors")
    for name in file.tensorNames {
      let tensor = try file.tensor(name)
      let ending = name.hasSuffix(".bias") ? ".bias" : ".weight"
      let stem = String(name.dropLast(ending.count))
      let target = TinyGGUF.target(of: stem, family: family)
      var floats = try tensor.floats()
      var shape = tensor.shape
      if family == "gpt2", shape.count == 2, target.hasPrefix("blk.") {
        floats = transposed(floats, rows: shape[0])
        shape.reverse()
      }
      if family == "gptneox", target.hasSuffix("attn_qkv") {
        floats = reordered(floats, rows: shape[0]) { row, size in
          // [role, head, i] from [head, role, i].
          let width = size / heads / 3
          let (role, rest) = row.quotientAndRemainder(dividingBy: heads * width)
          return rest / width * 3 * width + role * width + rest % width
        }
      }
      if family == "llama", target.hasSuffix("attn_q") || target.hasSuffix("attn_k") {
        let width = 16
        floats = reordered(floats, rows: shape[0]) { row, _ in
          // [head, i, half] from [head, half, i].
          row / width * width + row % 2 * (width / 2) + row % width / 2
        }
      }
      if family == "gemma3", target.hasSuffix("norm") { floats = floats.map { $0 + 1 } }
      add(target + ending, shape: shape, floats: floats)
    }
  }

  private static func target(of stem: String, family: String) -> String {
    if let name = whole[stem] { return name }
    let pieces = stem.split(separator: ".")
    let number = pieces.first { Int($0) != nil } ?? ""
    if stem.hasSuffix("post_attention_layernorm") {
      return "blk.\(number).\(family == "gemma3" ? "post_attention_norm" : "ffn_norm")"
    }
    let part = parts.first { stem.hasSuffix(".\($0.suffix)") }?.name ?? stem
    return "blk.\(number).\(part)"
  }

  private func transposed(_ floats: [Float], rows: Int) -> [Float] {
    let columns = floats.count / rows
    return (0..<floats.count).map { floats[$0 % rows * columns + $0 / rows] }
  }

  /// Row r of the result is row `source(r, rows)` of the given ones.
  private func reordered(
    _ floats: [Float], rows: Int, _ source: (Int, Int) -> Int
  ) -> [Float] {
    let length = floats.count / rows
    return (0..<rows).flatMap { row in
      floats[source(row, rows) * length..<(source(row, rows) + 1) * length]
    }
  }
}
