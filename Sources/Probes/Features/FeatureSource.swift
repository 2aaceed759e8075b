/// Where a probe's features come from: taps by name, all with the same rows in the same order.
///
/// One tap at a time is asked for (two at once when a sweep runs on two threads), so a source may
/// read it from disk on demand; nothing here keeps a tap longer than it is worked on.
public protocol FeatureSource: Sendable {
  /// The taps in the model's order, the embedding first where there is one.
  var taps: [String] { get }
  /// The number of rows of every tap.
  var rows: Int { get }
  /// The features of one tap. Throws for a name that is not in ``taps``.
  func layer(_ tap: String) throws -> LayerFeatures
}

/// Features that are already in memory.
public struct MemoryFeatures: FeatureSource {
  public let taps: [String]
  public let rows: Int
  private let layers: [String: LayerFeatures]

  /// Takes the taps in the given order. Throws when their numbers of rows differ.
  public init(_ layers: [LayerFeatures]) throws {
    taps = layers.map(\.tap)
    rows = layers.first?.rows ?? 0
    for layer in layers where layer.rows != rows {
      throw ProbesError.rowsDiffer(
        what: "rows of tap \(layer.tap)", expected: rows, found: layer.rows)
    }
    self.layers = Dictionary(layers.map { ($0.tap, $0) }) { first, _ in first }
  }

  public func layer(_ tap: String) throws -> LayerFeatures {
    guard let layer = layers[tap] else {
      throw ProbesError.missingTap(name: tap, available: taps)
    }
    return layer
  }
}
