/// Something that reads bytes from outside.
struct FuzzTarget: Sendable {
  /// Its name, also that of its folder of seeds.
  let name: String
  /// Reads one input; throws the reader's error.
  let run: @Sendable ([UInt8]) throws -> Void

  /// The target of this process; set once before libFuzzer starts its only thread.
  nonisolated(unsafe) static var chosen: FuzzTarget?

  /// All targets.
  static var all: [FuzzTarget] {
    [
      json, jsonLines, csv, study, npy, safetensors, gguf, tokenizer, probe, store, labels,
      configuration, template,
    ]
  }
}
