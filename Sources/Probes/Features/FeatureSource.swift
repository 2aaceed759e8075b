public import LinearAlgebra

/// The features of one tap: one row an example, `width` columns, float32.
public struct LayerFeatures: Sendable {
  /// The tap's name, e.g. `block.12`.
  public let tap: String
  /// Rows × width.
  public let matrix: Matrix<Float>

  /// Names a matrix.
  public init(tap: String, matrix: Matrix<Float>) {
    self.tap = tap
    self.matrix = matrix
  }

  /// The number of examples.
  public var rows: Int { matrix.rows }
  /// The number of features of each example.
  public var width: Int { matrix.columns }
}

/// Where a probe's features come from: taps by name, all with the same rows in the same order.
///
/// One tap at a time is asked for (two at once when a sweep runs on two threads), so a source may
/// read it from disk on demand; nothing here keeps a tap longer than it is worked on.
public protocol FeatureSource: Sendable {
  /// The taps in the model's order, the embedding first where there is one.
  var taps: [String] { get }
  /// The number of rows of every tap.
  var rows: Int { get }
  /// The features of one tap, converted to float32. Throws for a name that is not in ``taps``.
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
