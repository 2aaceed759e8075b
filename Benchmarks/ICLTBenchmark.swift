import ArgumentParser
import Foundation
import LanguageModels
import Probes
import TensorFiles
import TextFiles

/// The In-Context Learning Test from shared caches in batches, and as a loop of full passes.
struct ICLTBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iclt", abstract: "Single-token hints: shared caches beside a loop of full passes."
  )

  @Option(help: "A Hugging Face folder or .gguf file.")
  var model: String

  @Option(help: "JSON file with arrays of token ids, each the context of one position.")
  var tokens: String?

  @Option(help: "Precision of the matrix products.")
  var precision = Precision.float32

  @Option(help: "Tokens of the context, without --tokens.")
  var context = 64

  @Option(help: "Positions of one document, without --tokens.")
  var positions = 4

  @Option(help: "Hints a position.")
  var hints = 10

  @Option(help: "npy file to write the entropies after hints to.")
  var entropies: String?

  @Flag(help: "No loop of full passes.")
  var noLoop = false

  @Option(help: "How often to run.")
  var rounds = 1

  func run() throws {
    let model = try LanguageModel.open(path: model, precision: precision)
    var settings = ICLTSettings(layout: ICLTLayout(opening: [1], separator: [2, 1]))
    settings.candidates.count = hints
    let test = try InContextLearningTest(model, settings)
    let documents = try documents(model)
    _ = try test.run([documents[0]]) { _ in }
    for _ in 0..<rounds {
      var results: [ICLTResult] = []
      let shared = try Stopwatch.seconds {
        results = []
        _ = try test.run(documents) { results.append($0) }
      }
      let ours = results.flatMap(\.scores.hintEntropies)
      var looped = ours
      let loop = noLoop ? .nan : try Stopwatch.seconds { looped = try fullPasses(model, documents) }
      if let entropies {
        try NPY.write(path: entropies, shape: [ours.count], floats: ours.map(Float.init))
      }
      let worst = zip(ours, looped).map { abs($0 - $1) }.max() ?? 0
      let result: JSONValue = [
        "seconds": .number(shared), "full_passes_seconds": .number(loop),
        "ratio": .number(loop / shared), "largest_difference_nats": .number(worst),
        "positions": .integer(Int64(results.count)), "precision": .string(precision.rawValue),
        "kernels": .string(precision.kernelName),
      ]
      print(result.serialized())
    }
  }

  private func documents(_ model: LanguageModel) throws -> [ICLTDocument] {
    if let tokens {
      let contexts = try JSONValue.load(path: tokens).array ?? []
      return contexts.enumerated().map { number, context in
        let ids = (context.array ?? []).compactMap { $0.int.map(Int32.init) }
        return ICLTDocument(id: "\(number)", tokens: ids, positions: [ids.count - 1])
      }
    }
    let ids = RandomTokens.documents(1, of: context + positions - 1, for: model)[0]
    return [
      ICLTDocument(id: "0", tokens: ids, positions: Array(context - 1..<context - 1 + positions))
    ]
  }

  /// As one would write it: a pass for the candidates, then one pass a hint.
  private func fullPasses(_ model: LanguageModel, _ documents: [ICLTDocument]) throws -> [Double] {
    let runtime = model.makeRuntime()
    let request = ForwardRequest(statistics: true, topK: hints, rows: .last)
    var entropies: [Double] = []
    for document in documents {
      for position in document.positions {
        let context = Array(document.tokens[...position])
        let before = try runtime.run(TokenBatch([[1] + context]), request: request)
        for hint in before.statistics?.topTokens ?? [] {
          let after = try runtime.run(
            TokenBatch([[1] + context + [hint, 2, 1] + context]), request: request)
          entropies.append(Double(after.statistics?.entropy[0] ?? .nan))
        }
      }
    }
    return entropies
  }
}
