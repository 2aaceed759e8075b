import Embeddings

/// The tokens of a store's documents, as the model read them.
struct StoredTexts {
  private let positions: StoredPositions
  private let rows: [Range<Int>]

  init(_ store: EmbeddingStore) throws {
    positions = try store.positions()
    var start = 0
    rows = try store.documents().map { document in
      defer { start += document.tokens }
      return start..<start + document.tokens
    }
  }

  /// All tokens of a document, by its place among all documents.
  func tokens(_ document: Int) -> [Int32] { Array(positions.token[rows[document]]) }

  /// Whether its first token is no part of the text.
  func beginsWithSpecial(_ document: Int) -> Bool {
    rows[document].first.map { positions.endByte[$0] == 0 } ?? false
  }
}
