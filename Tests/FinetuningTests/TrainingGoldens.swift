import Foundation
import LanguageModels
import TensorFiles
import TestSupport
import TextFiles

@testable import Finetuning

/// The sequences, weights and targets that `training.py` uses on every tiny model.
enum TrainingGoldens {
  static let models = [
    "gemma3_text", "gpt2", "gpt_neox", "gpt_neox-sequential", "llama", "llama3-rope-scaled",
    "mistral-sliding", "qwen2", "qwen3",
  ]

  static func path(_ model: String) -> String { Goldens.path("tiny-models/\(model)") }

  static func load(_ file: String) throws -> JSONValue {
    try JSONValue.load(path: Goldens.path("training/\(file).json"))
  }

  /// Two sequences of 33 and 48 tokens with uneven weights; the second has soft targets.
  static func sequences(_ model: String) throws -> [TrainingSequence] {
    let ids = try NPY.load(path: path(model) + "/input_ids.npy")
    let all = try ids.int32s()
    let length = ids.rowLength
    return [Array(all[0..<33]), Array(all[length..<2 * length])].enumerated().map { index, tokens in
      TrainingSequence(
        tokens: tokens,
        weights: tokens.indices.map { $0 % 5 == 3 ? 0 : 0.5 + 0.25 * Float($0 % 4) },
        softTargets: index == 0 ? [:] : softTargets)
    }
  }

  private static let softTargets: [Int: [TokenProbability]] = [
    7: [(3, 0.5), (40, 0.3), (511, 0.2)].map { TokenProbability(token: $0.0, probability: $0.1) },
    20: [(0, 0.6), (100, 0.25)].map { TokenProbability(token: $0.0, probability: $0.1) },
  ]

  /// The worst difference of a gradient from its golden description, relative to the gradient's norm
  /// (norm and weighted sum) or root mean square (entries).
  static func distance(_ gradient: [Float], _ golden: JSONValue) -> Double {
    guard let norm = golden["norm"]?.double, let cosine = golden["cosine"]?.double,
      let entries = golden["entries"]?.array
    else { return .infinity }
    var (squares, weighted) = (0.0, 0.0)
    for (index, value) in gradient.enumerated() {
      squares += Double(value) * Double(value)
      weighted += Double(value) * cos(Double(index))
    }
    let scale = max(norm, 1e-12)
    var worst = max(abs(squares.squareRoot() - norm), abs(weighted - cosine)) / scale
    let typical = scale / Double(gradient.count).squareRoot()
    for entry in entries {
      guard let index = entry[0]?.int, let value = entry[1]?.double else { return .infinity }
      worst = max(worst, abs(Double(gradient[index]) - value) / max(abs(value), typical))
    }
    return worst
  }
}
