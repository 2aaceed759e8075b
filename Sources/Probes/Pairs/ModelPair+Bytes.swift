public import Embeddings
import LanguageModels
import Statistics

/// A place in a text where the tokens of both models end, with what each expects of the next byte.
public struct BytePosition: Sendable, Equatable {
  /// Bytes of the text up to here.
  public let endByte: Int
  /// The position in the small model's tokens.
  public let smallPosition: Int
  /// The position in the large model's tokens.
  public let largePosition: Int
  /// Entropy of the small model's next-byte distribution, nats.
  public let smallEntropy: Double
  /// Entropy of the large model's.
  public let largeEntropy: Double
  /// Jensen-Shannon divergence of the two, nats.
  public let divergence: Double
}

/// Next-byte statistics of two models whose tokenizers differ; see ``ByteClasses`` for what they are
/// worth.
public struct BytePair: Sendable {
  private let pair: ModelPair
  private let smallClasses: ByteClasses
  private let largeClasses: ByteClasses

  /// Reads the vocabularies of both models.
  ///
  /// - Throws: `EmbeddingsError.noTokenizer(model:)`.
  public init(_ pair: ModelPair) throws {
    self.pair = pair
    func classes(_ model: LanguageModel) throws -> ByteClasses {
      guard let tokenizer = model.tokenizer else {
        throw model.tokenizerFailure ?? EmbeddingsError.noTokenizer(model: model.path)
      }
      return ByteClasses(tokenizer, vocabularySize: model.configuration.vocabularySize)
    }
    smallClasses = try classes(pair.small)
    largeClasses = try classes(pair.large)
  }

  /// The shared positions of a document with the statistics of both models there.
  ///
  /// Empty for a document of token ids. Throws errors of tokenizers and models.
  public func positions(
    of document: Document, beginningOfText policy: ScoringPolicy.BeginningOfText = .model
  ) throws -> [BytePosition] {
    let first = try TokenizedDocument(document, for: pair.small, beginningOfText: policy)
    let second = try TokenizedDocument(document, for: pair.large, beginningOfText: policy)
    guard let ends = first.endBytes, let otherEnds = second.endBytes else { return [] }
    let shared = sharedEnds(ends[...], otherEnds[...])
    let small = try ModelPair.byteDistributions(
      pair.small, smallClasses, of: first.plain, contextLength: pair.contextLength)
    let large = try ModelPair.byteDistributions(
      pair.large, largeClasses, of: second.plain, contextLength: pair.contextLength)
    return shared.map { i, j in
      BytePosition(
        endByte: Int(ends[i]), smallPosition: i, largePosition: j,
        smallEntropy: entropy(small[i]), largeEntropy: entropy(large[j]),
        divergence: jensenShannon(small[i], large[j]))
    }
  }
}

extension TokenizedDocument {
  fileprivate var plain: DocumentTokens {
    DocumentTokens(tokens: tokens, beginsWithSpecial: beginsWithSpecial)
  }

  /// Where each token ends in the text.
  fileprivate var endBytes: [Int32]? { byteOffsets?.map { Int32($0.upperBound) } }
}
