import ArgumentParser
import Embeddings
import Foundation
import LanguageModels
import TextFiles

/// Entropy at every position and the last hidden state of documents of one length.
struct ScoreBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Tokens a second through a model, entropies at every position.")

  @Option(help: "A Hugging Face folder or .gguf file.")
  var model: String

  @Option(help: "JSON file with arrays of token ids, all of one length.")
  var tokens: String

  @Option(help: "How often to run.")
  var rounds = 1

  func run() throws {
    let start = ContinuousClock.now
    let model = try LanguageModel.open(path: model)
    let runtime = model.makeRuntime()
    let documents = try documents(for: model)
    let scorer = try Scorer(model: model, policy: ScoringPolicy(taps: [.finalNorm], topK: 0))
    _ = try scorer.score(Array(documents.prefix(1)), runtime: runtime)
    let firstToken = (ContinuousClock.now - start) / .seconds(1)
    for _ in 0..<rounds {
      let begin = ContinuousClock.now
      let rows = try scorer.score(documents, runtime: runtime)
      let seconds = (ContinuousClock.now - begin) / .seconds(1)
      let mean = rows.entropy.reduce(0.0) { $0 + Double($1) } / Double(rows.count)
      let result: JSONValue = [
        "seconds": .number(seconds), "tokens": .integer(Int64(rows.count)),
        "mean_entropy_nats": .number(mean), "seconds_to_first_document": .number(firstToken),
        "peak_bytes": .integer(Int64(PeakMemory.bytes)),
      ]
      print(result.serialized())
    }
  }

  private func documents(for model: LanguageModel) throws -> [TokenizedDocument] {
    let arrays = try JSONValue.load(path: tokens).array ?? []
    return try arrays.enumerated().map { index, array in
      let ids = (array.array ?? []).compactMap { $0.int.map(Int32.init) }
      let document = Document(id: "\(index)", row: index + 1, content: .tokens(ids))
      return try TokenizedDocument(document, for: model, beginningOfText: .never)
    }
  }
}
