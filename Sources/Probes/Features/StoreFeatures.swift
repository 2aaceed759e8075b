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
