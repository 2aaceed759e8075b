public import Embeddings

/// The last position of every document of a store, one tap at a time from the mapped shards.
public struct StoreFeatures: FeatureSource {
  /// The store.
  public let store: EmbeddingStore
  public let taps: [String]
  public let rows: Int

  /// The documents of a store that have tokens, a row each.
  public init(_ store: EmbeddingStore) {
    self.store = store
    taps = store.manifest.settings.taps
    rows = store.manifest.documents - store.manifest.emptyDocuments
  }

  public func layer(_ tap: String) throws -> LayerFeatures {
    guard taps.contains(tap) else { throw ProbesError.missingTap(name: tap, available: taps) }
    return LayerFeatures(tap: tap, matrix: try store.lastRows(ofTap: tap))
  }
}

extension StoreFeatures {
  /// The store's row numbers of these examples, rising.
  public func rowNumbers() throws -> [Int32] {
    guard store.manifest.settings.positions == ScoringPolicy.Positions.all.rawValue else {
      return (0..<Int32(rows)).map { $0 }
    }
    var end: Int32 = 0
    return try store.documents().filter { $0.tokens > 0 }.map { document in
      end += Int32(document.tokens)
      return end - 1
    }
  }
}
