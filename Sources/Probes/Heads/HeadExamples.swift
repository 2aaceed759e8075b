import LinearAlgebra

/// Rows of features with what a head should say of them.
public struct HeadExamples: Sendable {
  /// One tap, or what ``HeadInputs`` put together.
  public let features: LayerFeatures
  /// The rows that are examples.
  public let rows: [Int32]
  /// One a row.
  public let targets: HeadTargets

  /// Throws ``ProbesError/rowsDiffer(what:expected:found:)`` unless there is one target a row, and
  /// ``ProbesError/nothingToLabel(_:)`` without rows.
  public init(_ features: LayerFeatures, rows: [Int32], targets: HeadTargets) throws {
    guard rows.count == targets.count else {
      throw ProbesError.rowsDiffer(what: "targets", expected: rows.count, found: targets.count)
    }
    guard !rows.isEmpty else { throw ProbesError.nothingToLabel("A head has no examples.") }
    (self.features, self.rows, self.targets) = (features, rows, targets)
  }

  /// All rows of the features.
  public init(_ features: LayerFeatures, targets: HeadTargets) throws {
    try self.init(features, rows: (0..<features.rows).map { Int32($0) }, targets: targets)
  }

  /// The features of some examples, standardised, [places × width].
  func gather(_ places: ArraySlice<Int>, _ standardizer: Standardizer) -> Matrix<Float> {
    features.gather(places.map { rows[$0] }, standardizer)
  }
}

extension LayerFeatures {
  /// Some rows, standardised, [rows × width].
  func gather(_ rows: [Int32], _ standardizer: Standardizer) -> Matrix<Float> {
    var result = Matrix<Float>(rows: rows.count, columns: width)
    result.withMutableView { result in
      for (place, number) in rows.enumerated() {
        let (values, target) = (row(Int(number)), result.row(place))
        for column in 0..<width {
          target[column] = (values[column] - standardizer.mean[column]) * standardizer.scale[column]
        }
      }
    }
    return result
  }
}
