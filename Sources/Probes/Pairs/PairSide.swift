public import Embeddings

/// One side of a pair: what a store says of its documents and positions, without hidden states.
public struct PairSide: Sendable {
  /// The store's folder, for messages.
  public let name: String
  /// All documents, those without tokens included.
  public let documents: [StoredDocument]
  /// All rows.
  public let positions: StoredPositions
  /// The rows of each document.
  let rows: [Range<Int>]

  /// Reads the columns of a store; 16 to 24 bytes a row.
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` for a store that keeps last positions only or no
  ///   statistics; `EmbeddingsError` for a damaged one.
  public init(_ store: EmbeddingStore) throws {
    guard store.manifest.settings.positions == ScoringPolicy.Positions.all.rawValue else {
      throw ProbesError.badOption(
        "\(store.path) keeps the last position of each document only; labels of positions need a "
          + "store of all positions.")
    }
    guard store.manifest.settings.statistics else {
      throw ProbesError.badOption(
        "\(store.path) holds no entropies; labels of positions are made from them.")
    }
    self.init(
      name: store.path, documents: try store.documents(), positions: try store.positions())
  }

  init(name: String, documents: [StoredDocument], positions: StoredPositions) {
    self.name = name
    self.documents = documents
    self.positions = positions
    var rows: [Range<Int>] = []
    rows.reserveCapacity(documents.count)
    var start = 0
    for document in documents {
      rows.append(start..<start + document.tokens)
      start += document.tokens
    }
    precondition(start == positions.count, "a store of all positions has a row a token")
    self.rows = rows
  }

  /// All tokens of a document, as the model read them, by its place among all documents.
  public func tokens(ofDocument number: Int) -> [Int32] { Array(positions.token[rows[number]]) }

  /// Whether the first token of a document is no part of the text.
  public func beginsWithSpecial(_ number: Int) -> Bool {
    rows[number].first.map { positions.endByte[$0] == 0 } ?? false
  }

  /// Compares ids, contents and number of documents.
  ///
  /// - Throws: ``ProbesError/unpairable(first:second:problem:)`` naming the first that differs.
  func checkDocuments(against other: PairSide) throws {
    func differ(_ problem: String) -> ProbesError {
      .unpairable(first: name, second: other.name, problem: problem)
    }
    for (place, (mine, theirs)) in zip(documents, other.documents).enumerated() {
      guard mine.id == theirs.id else {
        throw differ("document \(place + 1) is \(mine.id) in one and \(theirs.id) in the other")
      }
      guard mine.sha256 == theirs.sha256 else {
        throw differ("document \(mine.id) has not the same content in both")
      }
    }
    let common = min(documents.count, other.documents.count)
    if let extra = (documents + other.documents.dropFirst(common)).dropFirst(common).first {
      throw differ("document \(extra.id) is in one of them only")
    }
  }
}
