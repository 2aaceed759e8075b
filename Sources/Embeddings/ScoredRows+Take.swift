import LanguageModels
import LinearAlgebra

extension ScoredRows {
  /// Copies rows `source` of a forward pass to the place of the piece that they belong to.
  ///
  /// - Throws: ``EmbeddingsError/notFinite(document:position:)``: damaged weights and overflow must
  ///   not reach a store.
  mutating func take(
    _ source: Range<Int>, of output: ForwardOutput, for piece: Scorer.Piece,
    document scored: TokenizedDocument
  ) throws {
    for (offset, row) in source.enumerated() {
      let target = piece.firstRow + offset
      let place = piece.firstPosition + offset
      document[target] = Int32(piece.document)
      position[target] = Int32(place)
      token[target] = scored.tokens[place]
      endByte[target] = scored.byteOffsets.map { Int32($0[place].upperBound) } ?? -1
      if let statistics = output.statistics {
        guard statistics.entropy[row].isFinite else {
          throw EmbeddingsError.notFinite(document: scored.id, position: place)
        }
        entropy[target] = statistics.entropy[row]
        logProbability[target] = statistics.logProbability[row]
        rank[target] = statistics.rank[row]
        for k in 0..<topK {
          topTokens[target * topK + k] = statistics.topTokens[row * topK + k]
          topLogProbabilities[target * topK + k] = statistics.topLogProbabilities[row * topK + k]
        }
      }
    }
    for index in taps.indices {
      guard let values = output.taps[taps[index].tap] else {
        preconditionFailure("A forward pass returns every tap that was asked for.")
      }
      try taps[index].values.withMutableView { target in
        try values.withView { values in
          let part = target.rows(piece.firstRow..<piece.firstRow + source.count)
          let count = source.count * values.columns
          part.base.update(from: values.row(source.lowerBound), count: count)
          let copied = UnsafeBufferPointer(start: part.base, count: count)
          if let place = copied.firstNotFinite {
            throw EmbeddingsError.notFinite(
              document: scored.id, position: piece.firstPosition + place / values.columns)
          }
        }
      }
    }
  }
}

extension UnsafeBufferPointer<Float> {
  /// The place of the first NaN or infinity; nil when all values are finite.
  fileprivate var firstNotFinite: Int? {
    // Integers without a branch, so that the scan is vectorised: an exponent of all ones is bad.
    var bad: UInt32 = 0
    for value in self { bad |= value.bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0 }
    return bad == 0 ? nil : firstIndex { !$0.isFinite }
  }
}
