public import LanguageModels
import LinearAlgebra

/// Runs a frozen model over documents and keeps, at each position, what the policy asks for.
///
/// Documents are packed end to end into batches of similar length, so weights are read once for
/// many tokens and there is no padding. A position has the same numbers to the last bit alone, in any
/// batch and in any order of documents.
public struct Scorer: Sendable {
  /// The model.
  public let model: LanguageModel
  /// What is kept, and how long documents are cut.
  public let policy: ScoringPolicy
  /// Longest sequence the model sees.
  public let contextLength: Int
  /// New positions that each further window of a long document adds.
  public let stride: Int

  private let topK: Int

  /// A scorer for a model.
  ///
  /// - Throws: ``EmbeddingsError/badSetting(_:)`` when the policy does not fit the model.
  public init(model: LanguageModel, policy: ScoringPolicy) throws {
    let limit = model.configuration.contextLength
    let context = policy.contextLength ?? limit
    guard context >= 2, context <= limit else {
      throw EmbeddingsError.badSetting(
        "A context length of \(context) does not fit: this model takes 2 to \(limit) tokens.")
    }
    let stride = policy.stride ?? max(1, context / 2)
    guard stride >= 1, stride <= context - 2 || context == 2 && stride == 1 else {
      throw EmbeddingsError.badSetting(
        "A stride of \(stride) does not fit a context of \(context) tokens: choose 1 to \(max(1, context - 2))."
      )
    }
    guard policy.topK >= 0, policy.topK <= model.configuration.vocabularySize else {
      throw EmbeddingsError.badSetting("The number of top tokens must lie within the vocabulary.")
    }
    let known = Set(model.taps)
    if let unknown = policy.taps.first(where: { !known.contains($0) }) {
      throw EmbeddingsError.badSetting(
        "This model has no tap \(unknown.name): its taps run from embedding through block.1 to "
          + "block.\(model.configuration.layers) and final_norm.")
    }
    self.model = model
    self.policy = policy
    self.stride = stride
    contextLength = context
    topK = policy.statistics ? policy.topK : 0
  }

  /// Scores documents; the rows come back in their order.
  ///
  /// - Parameters:
  ///   - documents: Tokenized documents; those without tokens have no row.
  ///   - runtime: The model's scratch buffers, reused from call to call.
  ///   - advanced: Called with the number of tokens of each finished batch; throw to stop.
  /// - Throws: ``EmbeddingsError/notFinite(document:position:)`` when the model gives NaN or infinity,
  ///   errors of the model, and what `advanced` throws.
  public func score(
    _ documents: [TokenizedDocument], runtime: Runtime, advanced: (Int) throws -> Void = { _ in }
  ) throws -> ScoredRows {
    let plan = plan(documents)
    var rows = ScoredRows(
      rows: plan.rows, policy: policy, topK: topK, width: model.configuration.width)
    let request = ForwardRequest(
      taps: policy.taps, statistics: policy.statistics, topK: topK,
      rows: policy.positions == .last ? .last : .all)
    for batch in plan.batches {
      let sequences = batch.map { piece in
        let tokens = documents[piece.document].tokens
        let content = tokens[piece.window.content]
        return piece.window.repeatsFirstToken ? [tokens[0]] + content : Array(content)
      }
      let output = try runtime.run(TokenBatch(sequences), request: request)
      var start = 0
      for piece in batch {
        let source = start + piece.kept.lowerBound..<start + piece.kept.upperBound
        try rows.take(source, of: output, for: piece, document: documents[piece.document])
        start += piece.outputRows
      }
      try advanced(sequences.reduce(0) { $0 + $1.count })
    }
    return rows
  }
}

extension Scorer {
  /// Tokens that go through the model for some documents, overlaps of windows included.
  func tokens(of documents: [TokenizedDocument]) -> Int {
    plan(documents).batches.joined().reduce(0) { $0 + $1.window.length }
  }

  /// A window of a document and the place of its numbers among all rows.
  struct Piece {
    let document: Int
    let window: Window
    /// Rows that the forward pass returns for the window.
    let outputRows: Int
    /// Those of them that are kept.
    let kept: Range<Int>
    /// Document position of the first kept row.
    let firstPosition: Int
    /// Where the first kept row goes.
    let firstRow: Int
  }

  /// Which windows go through the model together.
  struct Plan {
    var batches: [[Piece]] = []
    var rows = 0
  }

  /// Cuts documents into windows and packs windows of similar length into batches. The plan depends
  /// on the documents' lengths alone.
  func plan(_ documents: [TokenizedDocument]) -> Plan {
    var plan = Plan()
    var pieces: [Piece] = []
    for (index, document) in documents.enumerated() {
      let windows = Window.cut(
        count: document.tokens.count, context: contextLength, stride: stride,
        beginsWithSpecial: document.beginsWithSpecial)
      for window in policy.positions == .last ? windows.suffix(1) : windows[...] {
        let kept = policy.positions == .last ? 0..<1 : window.scoredRows
        pieces.append(
          Piece(
            document: index, window: window,
            outputRows: policy.positions == .last ? 1 : window.length, kept: kept,
            firstPosition: window.scored.upperBound - kept.count, firstRow: plan.rows))
        plan.rows += kept.count
      }
    }
    // Longest first, ties in document order: sorting must not depend on the algorithm.
    pieces.sort {
      ($1.window.length, $0.document, $0.firstRow) < ($0.window.length, $1.document, $1.firstRow)
    }
    var tokens = 0
    for piece in pieces {
      if plan.batches.isEmpty || tokens + piece.window.length > policy.batchTokens {
        plan.batches.append([])
        tokens = 0
      }
      plan.batches[plan.batches.count - 1].append(piece)
      tokens += piece.window.length
    }
    return plan
  }
}
