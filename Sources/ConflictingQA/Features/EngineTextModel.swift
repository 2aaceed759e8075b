import Embeddings
public import LanguageModels
import LinearAlgebra

/// A model of ours as a measuring instrument: the mean over positions of `final_norm` as embedding,
/// the mean negative log-probability as log perplexity.
public struct EngineTextModel: FrozenTextModel {
  private let scorer: Scorer

  /// A frozen model.
  ///
  /// - Throws: `EmbeddingsError` when the model cannot be scored.
  public init(model: LanguageModel) throws {
    scorer = try Scorer(model: model, policy: ScoringPolicy(taps: [.finalNorm], topK: 0))
  }

  public var identity: String { "\(scorer.model.name), mean of final_norm" }

  public func measure(_ texts: [String]) async throws -> [TextMeasurement] {
    let documents = try texts.enumerated().map { place, text in
      try TokenizedDocument(
        Document(id: "\(place)", row: place + 1, content: .text(text)), for: scorer.model,
        beginningOfText: .model)
    }
    let rows = try scorer.score(documents, runtime: scorer.model.makeRuntime())
    let states = rows.taps[0].values
    var sums = [[Double]](
      repeating: [Double](repeating: 0, count: states.columns), count: texts.count)
    var counts = [Int](repeating: 0, count: texts.count)
    var losses = [(sum: Double, count: Int)](repeating: (0, 0), count: texts.count)
    for row in 0..<rows.count {
      let document = Int(rows.document[row])
      counts[document] += 1
      for (column, value) in states.row(row).enumerated() {
        sums[document][column] += Double(value)
      }
      guard !rows.logProbability[row].isNaN else { continue }
      losses[document].sum -= Double(rows.logProbability[row])
      losses[document].count += 1
    }
    return texts.indices.map { text in
      TextMeasurement(
        embedding: sums[text].map { $0 / Double(max(counts[text], 1)) },
        logPerplexity: losses[text].count > 0
          ? losses[text].sum / Double(losses[text].count) : .nan)
    }
  }
}
