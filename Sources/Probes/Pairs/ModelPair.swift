import Embeddings
public import LanguageModels
public import LinearAlgebra

/// Two models that read the same text side by side, for what needs both full distributions: the
/// Jensen-Shannon divergence over a shared vocabulary, or over the next byte of the text.
///
/// Documents longer than a context are cut as the stores cut them. Memory: 32 rows of logits of each
/// and the caches of one document. Costs a forward pass of both and about 30 ns an entry of the
/// vocabulary and position.
public struct ModelPair: Sendable {
  /// The two models.
  public let small: LanguageModel
  /// See `small`.
  public let large: LanguageModel
  /// Longest sequence the models see; nil for each one's own context length.
  public let contextLength: Int?

  /// A pair of models.
  public init(small: LanguageModel, large: LanguageModel, contextLength: Int? = nil) {
    (self.small, self.large, self.contextLength) = (small, large, contextLength)
  }

  /// The divergence in nats after each of some tokens, for models of one tokenizer.
  ///
  /// - Parameters:
  ///   - tokens: the text.
  ///   - beginsWithSpecial: whether a beginning-of-text token leads the text, and then every window.
  ///   - vocabulary: entries that count; nil for the smaller of the two models' vocabularies.
  ///     Sizes of a family pad their matrices differently, so pass the tokenizer's own size.
  /// - Throws: errors of the models, such as a token outside a vocabulary.
  public func divergences(
    of tokens: [Int32], beginsWithSpecial: Bool = false, vocabulary: Int? = nil
  ) throws -> [Double] {
    let document = DocumentTokens(tokens: tokens, beginsWithSpecial: beginsWithSpecial)
    var first = LogitRows(small, document, contextLength: contextLength)
    var second = LogitRows(large, document, contextLength: contextLength)
    var divergences: [Double] = []
    while true {
      let count = min(try first.available(), try second.available())
      guard count > 0 else { return divergences }
      let (a, b) = (first.take(count), second.take(count))
      divergences += try parallelMap(count) { row in
        a.rows.withRow(a.range.lowerBound + row) { p in
          b.rows.withRow(b.range.lowerBound + row) { q in
            let entries = min(vocabulary ?? .max, p.count, q.count)
            return jensenShannon(
              UnsafeBufferPointer(rebasing: p[..<entries]),
              UnsafeBufferPointer(rebasing: q[..<entries]))
          }
        }
      }
    }
  }

  /// The large model's next-token distributions after some of a document's tokens, in rising order;
  /// positions × its vocabulary.
  public func largeDistributions(
    of tokens: [Int32], at positions: [Int], beginsWithSpecial: Bool = false
  ) throws -> Matrix<Float> {
    let document = DocumentTokens(tokens: tokens, beginsWithSpecial: beginsWithSpecial)
    var rows = LogitRows(large, document, contextLength: contextLength)
    var (elements, start, next): ([Float], Int, Int) = ([], 0, 0)
    while next < positions.count {
      let count = try rows.available()
      guard count > 0 else { break }
      let (logits, range) = rows.take(count)
      while next < positions.count, positions[next] < start + count {
        let row = logits.logits.row(range.lowerBound + positions[next] - start)
        elements += softmaxRows(Matrix(rows: 1, columns: row.count, elements: Array(row))).elements
        next += 1
      }
      start += count
    }
    return Matrix(
      rows: next, columns: large.configuration.vocabularySize, elements: elements)
  }

  /// Next-byte distributions of one model after each token of a text; positions × 257.
  static func byteDistributions(
    _ model: LanguageModel, _ classes: ByteClasses, of document: DocumentTokens,
    contextLength: Int?
  ) throws -> [[Double]] {
    var rows = LogitRows(model, document, contextLength: contextLength)
    var distributions: [[Double]] = []
    while true {
      let count = try rows.available()
      guard count > 0 else { return distributions }
      let (logits, range) = rows.take(count)
      distributions += try parallelMap(count) { row in
        logits.withRow(range.lowerBound + row, classes.distribution)
      }
    }
  }
}
