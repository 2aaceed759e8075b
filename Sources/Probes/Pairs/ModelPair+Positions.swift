public import Embeddings
import LanguageModels

extension ModelPair {
  /// The Jensen-Shannon divergence of both models at every paired position, nats: over the vocabulary
  /// where they share one, and over the next byte of the text where their tokenizers differ (see
  /// ``ByteClasses`` for what that sees and what not).
  ///
  /// - Parameters:
  ///   - pairs: positions of two stores, cut by the context length of this pair.
  ///   - side: the small side of those positions.
  ///   - documents: the documents in order, nil at the end; read only where tokenizers differ.
  ///   - advanced: told how many documents are done; throw to stop.
  /// - Throws: ``ProbesError/badOption(_:)`` when models and stores give different positions, errors of
  ///   models and documents.
  /// - Cost: a forward pass of both models and about 30 ns an entry of the vocabularies and position.
  public func divergences(
    at pairs: PairedPositions, of side: PairSide, documents: () throws -> Document?,
    advanced: (Int) throws -> Void = { _ in }
  ) throws -> [Float] {
    var divergences: [Float] = []
    divergences.reserveCapacity(pairs.count)
    if pairs.alignment.rule == .tokens {
      let vocabulary = small.tokenizer?.vocabularySize
      for number in pairs.documentIDs.indices {
        try advanced(number)
        divergences += try self.divergences(
          of: side.tokens(ofDocument: number), beginsWithSpecial: side.beginsWithSpecial(number),
          vocabulary: vocabulary
        ).map { Float($0) }
      }
    } else {
      let bytes = try BytePair(self)
      var number = 0
      while number < pairs.documentIDs.count, let document = try documents() {
        try advanced(number)
        divergences += try bytes.positions(of: document).map { Float($0.divergence) }
        number += 1
      }
    }
    guard divergences.count == pairs.count else {
      throw ProbesError.badOption(
        "The models give \(divergences.count) positions and the stores \(pairs.count); the documents "
          + "are not those that were scored.")
    }
    return divergences
  }
}
