public import Embeddings
import LanguageModels
public import Probes

extension PairStudy {
  /// Computes the Jensen-Shannon divergence of both models at every position, for regressions on it:
  /// over the shared vocabulary, or, where tokenizers differ, over the next byte of the text.
  ///
  /// Documents longer than a context are cut as the stores cut them.
  /// - Parameter documents: the documents in order; read only where tokenizers differ.
  /// - Throws: ``ProbesError/badOption(_:)`` without models, errors of models and documents.
  /// - Cost: a forward pass of both models and about 30 ns an entry of the vocabularies and position.
  public mutating func addDivergence(
    documents: () throws -> Document?, monitor: ProbeMonitor = ProbeMonitor()
  ) throws {
    guard let models else {
      throw ProbesError.badOption("A Jensen-Shannon divergence needs both models.")
    }
    var divergence: [Float] = []
    divergence.reserveCapacity(pairs.count)
    if pairs.alignment.rule == .tokens {
      let texts = try StoredTexts(store)
      let vocabulary = models.small.tokenizer?.vocabularySize
      for number in pairs.documentIDs.indices {
        try monitor.advance(
          .judging, number, of: pairs.documentIDs.count, "documents for the divergence")
        divergence += try models.divergences(
          of: texts.tokens(number), beginsWithSpecial: texts.beginsWithSpecial(number),
          vocabulary: vocabulary
        ).map { Float($0) }
      }
    } else {
      let bytes = try BytePair(models)
      var number = 0
      while number < pairs.documentIDs.count, let document = try documents() {
        try monitor.advance(
          .judging, number, of: pairs.documentIDs.count, "documents for the divergence")
        divergence += try bytes.positions(of: document).map { Float($0.divergence) }
        number += 1
      }
    }
    guard divergence.count == pairs.count else {
      throw ProbesError.badOption(
        "The models give \(divergence.count) positions and the stores \(pairs.count); the documents "
          + "are not those that were scored.")
    }
    pairs.divergence = divergence
  }
}
