/// Sequences of token ids packed end to end, without padding: row r of a batch is one token.
public struct TokenBatch: Sendable, Equatable {
  /// All ids, sequence after sequence.
  public let tokens: [Int32]
  /// Where each sequence starts, and after the last one the number of tokens.
  public let starts: [Int]

  /// Packs sequences in order.
  public init(_ sequences: [[Int32]]) {
    tokens = sequences.flatMap { $0 }
    starts = sequences.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// Number of sequences.
  public var count: Int { starts.count - 1 }

  /// The rows of a sequence.
  public func rows(of sequence: Int) -> Range<Int> { starts[sequence]..<starts[sequence + 1] }

  /// Throws when there is nothing to run, a sequence is too long (with the `prefixes` it continues,
  /// none by default) or an id is not in the vocabulary.
  func validate(for configuration: ModelConfiguration, after prefixes: [Int]? = nil) throws {
    guard count > 0 else { throw LanguageModelsError.emptyBatch(sequence: nil) }
    for sequence in 0..<count {
      let rows = rows(of: sequence)
      guard !rows.isEmpty else { throw LanguageModelsError.emptyBatch(sequence: sequence) }
      let prefix = prefixes?[sequence] ?? 0
      guard prefix + rows.count <= configuration.contextLength else {
        throw LanguageModelsError.sequenceTooLong(
          sequence: sequence, length: rows.count, after: prefix, limit: configuration.contextLength)
      }
      for row in rows where !(0..<configuration.vocabularySize).contains(Int(tokens[row])) {
        throw LanguageModelsError.tokenOutOfRange(
          sequence: sequence, position: row - rows.lowerBound, token: Int(tokens[row]),
          vocabularySize: configuration.vocabularySize)
      }
    }
  }
}
