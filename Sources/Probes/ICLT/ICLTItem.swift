import LanguageModels

/// Positions of one document that are to be tested.
public struct ICLTDocument: Sendable, Equatable {
  /// Name of the document.
  public var id: String
  /// Its tokens.
  public var tokens: [Int32]
  /// Positions to test: the context is tokens 0...position.
  public var positions: [Int]

  /// A document.
  public init(id: String, tokens: [Int32], positions: [Int]) {
    self.id = id
    self.tokens = tokens
    self.positions = positions
  }
}

/// One position on its way through the test.
struct ICLTItem {
  let document: String
  let position: Int
  /// The context c, opening not included.
  let context: [Int32]
  /// Opening and context.
  let cache: KeyValueCache
}

/// A hint with what the model has already read of its prompt.
struct ICLTHint {
  let item: Int
  let tokens: [Int32]
  /// Prompt up to `rest`.
  let cache: KeyValueCache
  /// Tokens of the hint that are not in the cache.
  let rest: ArraySlice<Int32>
}
