import LanguageModels
import LinearAlgebra

/// Walks a model along a text, a few rows of logits at a time: a row over a large vocabulary is a
/// megabyte, and a cache carries the text read so far.
struct LogitRows {
  /// Rows of logits in memory.
  static let chunk = 32

  let model: LanguageModel
  private let runtime: Runtime
  private var cache: KeyValueCache?

  init(_ model: LanguageModel) {
    self.model = model
    runtime = model.makeRuntime()
  }

  /// Reads the next tokens; logits [tokens × vocabulary], row by row.
  ///
  /// Throws when the text grows longer than the model's context.
  mutating func next(_ tokens: ArraySlice<Int32>, isLast: Bool) throws -> Rows {
    let result = try runtime.run(
      TokenBatch([Array(tokens)]), after: [cache], request: ForwardRequest(logits: true),
      keepingCache: !isLast)
    cache = result.caches.first
    guard let logits = result.output.logits else {
      preconditionFailure("A run that is asked for logits returns them.")
    }
    return Rows(logits: logits)
  }

  /// Logits of some positions in a row.
  struct Rows: Sendable {
    let logits: Matrix<Float>

    func withRow<Result>(_ row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
      logits.withView { body(UnsafeBufferPointer(start: $0.row(row), count: $0.columns)) }
    }
  }
}
