import Embeddings
public import LanguageModels
import LinearAlgebra

/// Two models that read the same text side by side, for what needs both full distributions: the
/// Jensen-Shannon divergence over a shared vocabulary, or over the next byte of the text.
///
/// Memory: 32 rows of logits of each and the caches of one document. Costs a forward pass of both
/// and about 30 ns an entry of the vocabulary and position.
public struct ModelPair: Sendable {
  /// The two models.
  public let small: LanguageModel
  /// See `small`.
  public let large: LanguageModel

  /// A pair of models.
  public init(small: LanguageModel, large: LanguageModel) {
    self.small = small
    self.large = large
  }

  /// The divergence in nats after each of some tokens, for models of one tokenizer.
  ///
  /// - Parameter vocabulary: entries that count; nil for the smaller of the two models' vocabularies.
  ///   Sizes of a family pad their matrices differently, so pass the tokenizer's own size.
  /// - Throws: errors of the models: a token outside a vocabulary, a text longer than a context.
  public func divergences(of tokens: [Int32], vocabulary: Int? = nil) throws -> [Double] {
    var (first, second) = (LogitRows(small), LogitRows(large))
    return try chunks(tokens).flatMap { range, isLast in
      let a = try first.next(tokens[range], isLast: isLast)
      let b = try second.next(tokens[range], isLast: isLast)
      return try parallelMap(range.count) { row in
        a.withRow(row) { p in
          b.withRow(row) { q in
            let count = min(vocabulary ?? .max, p.count, q.count)
            return jensenShannon(
              UnsafeBufferPointer(rebasing: p[..<count]), UnsafeBufferPointer(rebasing: q[..<count])
            )
          }
        }
      }
    }
  }

  /// Next-byte distributions of one model after each token of a text; positions × 257.
  static func byteDistributions(
    _ model: LanguageModel, _ classes: ByteClasses, of tokens: [Int32]
  ) throws -> [[Double]] {
    var rows = LogitRows(model)
    return try chunks(tokens).flatMap { range, isLast in
      let logits = try rows.next(tokens[range], isLast: isLast)
      return try parallelMap(range.count) { row in logits.withRow(row, classes.distribution) }
    }
  }
}

private func chunks(_ tokens: [Int32]) -> [(Range<Int>, isLast: Bool)] {
  stride(from: 0, to: tokens.count, by: LogitRows.chunk).map { first in
    let end = min(tokens.count, first + LogitRows.chunk)
    return (first..<end, end == tokens.count)
  }
}
