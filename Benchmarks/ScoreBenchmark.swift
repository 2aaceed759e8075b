import ArgumentParser
import Embeddings
import Foundation
import LanguageModels
import TensorFiles
import TextFiles

/// Next-token statistics and hidden states of documents of one length.
struct ScoreBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Tokens a second through a model.")

  @Option(help: "A Hugging Face folder or .gguf file.")
  var model: String

  @Option(help: "JSON file with arrays of token ids; 4 random documents of 512 unless given.")
  var tokens: String?

  @Option(help: "Precision of the matrix products.")
  var precision = Precision.float32

  @Option(help: "The tap to keep.")
  var tap = "final_norm"

  @Flag(help: "No entropy, log-probability and rank.")
  var noStatistics = false

  @Option(help: "npy file to write the entropies to.")
  var entropies: String?

  @Option(help: "How often to run.")
  var rounds = 1

  func run() throws {
    let start = ContinuousClock.now
    let model = try LanguageModel.open(path: model, precision: precision)
    let opened = (ContinuousClock.now - start) / .seconds(1)
    let runtime = model.makeRuntime()
    let documents = try documents(for: model)
    let scorer = try Scorer(
      model: model,
      policy: ScoringPolicy(
        taps: [try model.tap(named: tap)], topK: 0, statistics: !noStatistics))
    _ = try scorer.score(Array(documents.prefix(1)), runtime: runtime)
    let first = (ContinuousClock.now - start) / .seconds(1)
    for _ in 0..<rounds {
      var entropy: [Float] = []
      let seconds = try Stopwatch.seconds {
        entropy = try scorer.score(documents, runtime: runtime).entropy
      }
      if let entropies {
        try NPY.write(path: entropies, shape: [entropy.count], floats: entropy)
      }
      let count = documents.reduce(0) { $0 + $1.tokens.count }
      let result: JSONValue = [
        "seconds": .number(seconds), "tokens_per_second": .number(Double(count) / seconds),
        "tap": .string(tap), "precision": .string(precision.rawValue),
        "kernels": .string(precision.kernelName),
        "mean_entropy_nats": .number(
          entropy.reduce(0.0) { $0 + Double($1) } / Double(max(1, entropy.count))),
        "seconds_to_open": .number(opened), "seconds_to_first_document": .number(first),
        "peak_bytes": .integer(Int64(PeakMemory.bytes)),
      ]
      print(result.serialized())
    }
  }

  private func documents(for model: LanguageModel) throws -> [TokenizedDocument] {
    let ids =
      try tokens.map { path in
        (try JSONValue.load(path: path).array ?? []).map { array in
          (array.array ?? []).compactMap { $0.int.map(Int32.init) }
        }
      } ?? RandomTokens.documents(4, of: 512, for: model)
    return try ids.enumerated().map { index, ids in
      let document = Document(id: "\(index)", row: index + 1, content: .tokens(ids))
      return try TokenizedDocument(document, for: model, beginningOfText: .never)
    }
  }
}
