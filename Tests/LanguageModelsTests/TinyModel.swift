import Foundation
import LanguageModels
import LinearAlgebra
import TensorFiles
import TestSupport
import TextFiles

/// A randomly initialised model of one family with what Hugging Face computed for two sequences.
struct TinyModel {
  static let names = [
    "gemma3_text", "gpt2", "gpt_neox", "gpt_neox-sequential", "llama", "llama3-rope-scaled",
    "mistral-sliding", "qwen2", "qwen3",
  ]

  let name: String
  let path: String
  /// Two sequences of 48 tokens.
  let sequences: [[Int32]]
  /// [96 × 512].
  let logits: [Float]
  /// [96].
  let entropies: [Double]
  /// What enters block 1, the outputs of all blocks but the last, what enters the head.
  let hiddenStates: [[Float]]

  init(_ name: String) throws {
    self.name = name
    path = Goldens.path("tiny-models/\(name)")
    let ids = try NPY.load(path: path + "/input_ids.npy")
    let values = try ids.int32s()
    sequences = (0..<ids.rows).map {
      Array(values[$0 * ids.rowLength..<($0 + 1) * ids.rowLength])
    }
    logits = try NPY.load(path: path + "/logits.npy").floats()
    entropies = try NPY.load(path: path + "/entropy_nats.npy").float64s()
    let hidden = try NPY.load(path: path + "/hidden_states.npy")
    let all = try hidden.floats()
    hiddenStates = (0..<hidden.rows).map {
      Array(all[$0 * hidden.rowLength..<($0 + 1) * hidden.rowLength])
    }
  }

  /// The taps that `hiddenStates` holds, in its order.
  func taps(_ configuration: ModelConfiguration) -> [Tap] {
    [.embedding] + (1..<configuration.layers).map { .block($0) } + [.finalNorm]
  }

  /// The parsed `config.json`.
  func configuration() throws -> JSONValue { try JSONValue.load(path: path + "/config.json") }

  /// A folder with this model's weights and another configuration.
  func folder(configuration: JSONValue, in temporary: TemporaryFolder) throws -> String {
    let folder = temporary.path("model")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/model.safetensors", withDestinationPath: path + "/model.safetensors")
    try configuration.serialized(pretty: true).write(
      toFile: folder + "/config.json", atomically: true, encoding: .utf8)
    return folder
  }
}

/// The largest absolute difference; infinite when lengths differ.
func worstDifference(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// ‖a − b‖ / ‖b‖ in float64; infinite when lengths differ.
func relativeDistance(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
  guard a.count == b.count else { return .infinity }
  var (difference, norm) = (0.0, 0.0)
  for (x, y) in zip(a, b) {
    difference += Double(x - y) * Double(x - y)
    norm += Double(y) * Double(y)
  }
  return (difference / norm).squareRoot()
}
