import Embeddings
import LanguageModels
import LinearAlgebra

/// Walks a model along a document, a few rows of logits at a time: a row over a large vocabulary is a
/// megabyte, and a cache carries what was read so far.
///
/// A document longer than the context is cut as the stores cut it, so every position has the logits
/// that its stored entropy belongs to.
struct LogitRows {
  /// Rows of logits in memory.
  static let chunk = 32

  private let tokens: [Int32]
  private let windows: [Window]
  private let runtime: Runtime
  private var cache: KeyValueCache?
  private var window = 0
  /// The next row of the window's sequence.
  private var place = 0
  private var current = Rows(logits: Matrix(rows: 0, columns: 0))
  private var taken = 0

  init(_ model: LanguageModel, _ document: DocumentTokens, contextLength: Int?) {
    let limit = model.configuration.contextLength
    let context = min(max(contextLength ?? limit, 2), limit)
    tokens = document.tokens
    windows = Window.cut(
      count: tokens.count, context: context, stride: max(1, context / 2),
      beginsWithSpecial: document.beginsWithSpecial)
    runtime = model.makeRuntime()
  }

  /// How many of the next positions are in memory; runs the model for more when there are none, and is
  /// 0 at the end of the document.
  mutating func available() throws -> Int {
    if taken == current.count, window < windows.count { try advance() }
    return current.count - taken
  }

  /// The next positions, no more than are available.
  mutating func take(_ count: Int) -> (rows: Rows, range: Range<Int>) {
    precondition(count <= current.count - taken, "only rows in memory can be taken")
    defer { taken += count }
    return (current, taken..<taken + count)
  }

  private mutating func advance() throws {
    let piece = windows[window]
    let content = Array(tokens[piece.content])
    let sequence = piece.repeatsFirstToken ? [tokens[0]] + content : content
    let isWarmUp = place < piece.scoredRows.lowerBound
    let end =
      isWarmUp ? piece.scoredRows.lowerBound : min(place + Self.chunk, piece.scoredRows.upperBound)
    let isLast = end == piece.scoredRows.upperBound
    let result = try runtime.run(
      TokenBatch([Array(sequence[place..<end])]), after: [cache],
      request: ForwardRequest(logits: true, rows: isWarmUp ? .last : .all), keepingCache: !isLast)
    (cache, place) = (result.caches.first, end)
    if isLast { (window, place, cache) = (window + 1, 0, nil) }
    guard let logits = result.output.logits else {
      preconditionFailure("A run that is asked for logits returns them.")
    }
    if isWarmUp { return try advance() }
    (current, taken) = (Rows(logits: logits), 0)
  }

  /// Logits of some positions in a row.
  struct Rows: Sendable {
    let logits: Matrix<Float>

    var count: Int { logits.rows }

    func withRow<Result>(_ row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
      logits.withView { body(UnsafeBufferPointer(start: $0.row(row), count: $0.columns)) }
    }
  }
}

/// The tokens of a document, and whether a beginning-of-text token that is no part of the text leads
/// them (and then every window of a long document).
struct DocumentTokens: Sendable {
  let tokens: [Int32]
  var beginsWithSpecial = false
}
