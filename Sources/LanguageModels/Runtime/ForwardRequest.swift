/// What a forward pass should keep. The pass stops after the last block that is needed for it.
public struct ForwardRequest: Sendable, Equatable {
  /// Positions for which taps, statistics and logits are kept.
  public enum Rows: Sendable, Equatable {
    /// Every token of every sequence.
    case all
    /// The last token of each sequence.
    case last
  }

  /// Activations to keep.
  public var taps: [Tap]
  /// Whether to compute statistics of the next-token distribution.
  public var statistics: Bool
  /// Most likely next tokens to list with the statistics; at most the vocabulary size.
  public var topK: Int
  /// Whether to return logits, [rows × vocabulary]: for tests and short texts.
  public var logits: Bool
  /// Tokens whose logits to return for every kept row: one list a sequence, for a handful of ids.
  public var chosenTokens: [[Int32]]?
  /// Positions to keep.
  public var rows: Rows

  /// A request; by default nothing is kept.
  public init(
    taps: [Tap] = [], statistics: Bool = false, topK: Int = 0, logits: Bool = false,
    chosenTokens: [[Int32]]? = nil, rows: Rows = .all
  ) {
    self.taps = taps
    self.statistics = statistics
    self.topK = topK
    self.logits = logits
    self.chosenTokens = chosenTokens
    self.rows = rows
  }

  /// Blocks to run of a model with `layers` blocks, and whether the final norm is needed.
  func depth(layers: Int) -> (blocks: Int, finalNorm: Bool) {
    if statistics || logits || chosenTokens != nil || taps.contains(.finalNorm) {
      return (layers, true)
    }
    let deepest = taps.map { if case .block(let number) = $0 { number } else { 0 } }.max()
    return (deepest ?? 0, false)
  }

  /// Throws for a chosen token outside the vocabulary; traps unless there is one list a sequence.
  func validateChosenTokens(sequences: Int, _ configuration: ModelConfiguration) throws {
    guard let chosenTokens else { return }
    precondition(chosenTokens.count == sequences, "Chosen tokens are one list a sequence.")
    for (sequence, tokens) in chosenTokens.enumerated() {
      for token in tokens where !(0..<configuration.vocabularySize).contains(Int(token)) {
        throw LanguageModelsError.chosenTokenOutOfRange(
          sequence: sequence, token: Int(token), vocabularySize: configuration.vocabularySize)
      }
    }
  }
}
