public import Embeddings

/// Chosen positions of a store's documents, one tap at a time from the mapped shards.
public struct PositionFeatures: FeatureSource {
  /// The store.
  public let store: EmbeddingStore
  /// Numbers of the chosen rows in the store, rising.
  public let storeRows: [Int]
  public let taps: [String]

  /// Some rows of a store that keeps all positions.
  public init(_ store: EmbeddingStore, rows: [Int]) {
    self.store = store
    storeRows = rows
    taps = store.manifest.settings.taps
  }

  public var rows: Int { storeRows.count }

  public func layer(_ tap: String) throws -> LayerFeatures {
    guard taps.contains(tap) else { throw ProbesError.missingTap(name: tap, available: taps) }
    return LayerFeatures(tap: tap, matrix: try store.rows(storeRows, ofTap: tap))
  }
}
