public import Embeddings
import TensorFiles

/// Chosen rows (kept positions) of a store, one tap at a time straight from its mapped shards.
///
/// No tap is ever converted as a whole: a pass reads float16, bfloat16 or float32 in place, so a
/// store may be larger than memory.
public struct StoreRows: FeatureSource {
  /// The store.
  public let store: EmbeddingStore
  public let taps: [String]
  /// The number of examples.
  public let rows: Int
  private let picked: [Int32]?

  /// `rows` are row numbers of the store counted over all shards, rising where speed matters; nil
  /// stands for every row.
  public init(_ store: EmbeddingStore, rows: [Int32]? = nil) {
    self.store = store
    taps = store.manifest.settings.taps
    self.rows = rows?.count ?? store.manifest.rows
    picked = rows
  }

  /// One tap. Throws for an unknown tap, rows that are not in the store, or a damaged shard.
  public func layer(_ tap: String) throws -> LayerFeatures {
    guard taps.contains(tap) else { throw ProbesError.missingTap(name: tap, available: taps) }
    let shards = try store.manifest.shards.filter { $0.rows > 0 }.map {
      try SafetensorsFile(path: "\(store.path)/\($0.file)").tensor("tap.\(tap)")
    }
    return LayerFeatures(tap: tap, mapped: try MappedRows(shards, picking: picked))
  }
}
