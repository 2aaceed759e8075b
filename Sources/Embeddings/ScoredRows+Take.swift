import LanguageModels
import LinearAlgebra

extension ScoredRows {
  /// Copies rows `source` of a forward pass to the place of the piece that they belong to.
  mutating func take(
    _ source: Range<Int>, of output: ForwardOutput, for piece: Scorer.Piece, tokens: [Int32]
  ) {
    for (offset, row) in source.enumerated() {
      let target = piece.firstRow + offset
      let place = piece.firstPosition + offset
      document[target] = Int32(piece.document)
      position[target] = Int32(place)
      token[target] = tokens[place]
      if let statistics = output.statistics {
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
      guard let values = output.taps[taps[index].tap] else { continue }
      taps[index].values.withMutableView { target in
        values.withView { values in
          let part = target.rows(piece.firstRow..<piece.firstRow + source.count)
          let count = source.count * values.columns
          part.base.update(from: values.row(source.lowerBound), count: count)
        }
      }
    }
  }
}
