public import Embeddings
public import LanguageModels

/// Rows of a store as heads read them: every tap of the store, and everything that ``HeadInputs``
/// names.
public struct HeadFeatures: FeatureSource {
  /// The store's own taps.
  public let taps: [String]
  public let rows: Int
  private let picked: StoreRows
  private let numbers: [Int32]
  private let model: LanguageModel?

  /// Rows of a store, in rising order; the model is needed for inputs that are computed from it.
  public init(_ store: EmbeddingStore, rows: [Int32], model: LanguageModel? = nil) {
    picked = StoreRows(store, rows: rows)
    (numbers, taps, self.rows, self.model) = (rows, picked.taps, rows.count, model)
  }

  /// The store's row numbers of some examples.
  public func numbers(_ rows: [Int32]) -> [Int32] { rows.map { numbers[Int($0)] } }

  /// A tap straight from the mapped shards, or inputs put together in memory.
  ///
  /// - Throws: what `HeadInputs` throws, ``ProbesError/missingTap(name:available:)``.
  public func layer(_ name: String) throws -> LayerFeatures {
    if taps.contains(name) { return try picked.layer(name) }
    let inputs = try HeadInputs(name: name)
    if let missing = inputs.taps.first(where: { !taps.contains($0) }) {
      throw ProbesError.missingTap(name: missing, available: taps)
    }
    return try inputs.features(of: picked.store, rows: numbers.map { Int($0) }, model: model)
  }
}
