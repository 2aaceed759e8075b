import ArgumentParser
import Embeddings
import Foundation
import LanguageModels
import TensorFiles
import TextFiles

/// A corpus of random documents through the model into a store: time and memory as it grows.
struct StoreBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Time and peak memory of `embed` on a corpus of a given size.")

  @Option(help: "A Hugging Face folder or .gguf file.")
  var model: String

  @Option(help: "Tokens of the corpus.")
  var tokens = 10_000

  @Option(help: "Tokens of each document.")
  var length = 512

  @Option(help: "Precision of the matrix products.")
  var precision = Precision.float32

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "knowable-benchmark-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let corpus = folder.appending(path: "corpus.jsonl").path(percentEncoded: false)
    let model = try LanguageModel.open(path: model, precision: precision)
    try writeCorpus(to: corpus, for: model)
    let run = EmbeddingRun(
      scorer: try Scorer(model: model, policy: ScoringPolicy()), dtype: .bfloat16)
    let store = folder.appending(path: "store").path(percentEncoded: false)
    var rows = 0
    let seconds = try Stopwatch.seconds {
      rows = try run.run(DocumentReader(path: corpus), to: store).rows
    }
    let result: JSONValue = [
      "tokens": .integer(Int64(rows)), "precision": .string(precision.rawValue),
      "seconds": .number(seconds), "tokens_per_second": .number(Double(rows) / seconds),
      "peak_bytes": .integer(Int64(PeakMemory.bytes)),
    ]
    print(result.serialized())
  }

  /// One document after the other, so that a large corpus never stands in memory.
  private func writeCorpus(to path: String, for model: LanguageModel) throws {
    try AtomicFile.write(path: path) { sink in
      for first in stride(from: 0, to: tokens, by: length) {
        let ids = RandomTokens.documents(
          1, of: min(length, tokens - first), for: model, seed: UInt64(first))
        try sink.write("{\"tokens\":[\(ids[0].map(String.init).joined(separator: ","))]}\n")
      }
    }
  }
}
