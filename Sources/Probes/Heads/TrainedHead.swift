public import LinearAlgebra

/// A trained head: what it says of features of its tap. Never uses dropout.
public struct TrainedHead: Sendable, Equatable {
  /// The weights of the lowest validation loss.
  public let network: Perceptron
  /// What is done to the features first; nothing unless the options ask for it.
  public let standardizer: Standardizer
  /// What it reads; a tap, or a description by ``HeadInputs``.
  public let tap: String
  /// How it was trained.
  public let options: HeadOptions
  /// The step of its weights.
  public let bestStep: Int
  /// All validations, in order.
  public let checks: [HeadCheck]

  /// Rows that are worked on at once: 64 MiB of outputs at most.
  static func chunk(outputs: Int) -> Int { min(4096, max(64, (1 << 24) / outputs)) }

  /// Outputs for some rows, [rows × outputs]: logits of the classes, or the predicted number.
  ///
  /// - Throws: ``ProbesError/missingTap(name:available:)`` for features of another tap,
  ///   ``ProbesError/otherWidth(tap:expected:found:)``.
  public func outputs(of features: LayerFeatures, rows: [Int32]) throws -> Matrix<Float> {
    guard features.tap == tap else {
      throw ProbesError.missingTap(name: tap, available: [features.tap])
    }
    guard features.width == network.widths[0] else {
      throw ProbesError.otherWidth(tap: tap, expected: network.widths[0], found: features.width)
    }
    var elements: [Float] = []
    let chunk = Self.chunk(outputs: options.outputs)
    for start in stride(from: 0, to: rows.count, by: chunk) {
      let part = Array(rows[start..<min(rows.count, start + chunk)])
      let outputs = network.outputs(features.gather(part, standardizer))
      for row in 0..<outputs.rows { elements += outputs.row(row) }
    }
    return Matrix(rows: rows.count, columns: options.outputs, elements: elements)
  }

  /// One number a row, high for class 1 (aleatoric): the log odds of class 1 for two classes, the
  /// predicted number for a regression. Traps for more classes.
  public func scores(of features: LayerFeatures, rows: [Int32]) throws -> [Double] {
    let outputs = try outputs(of: features, rows: rows)
    guard options.loss.isClassification else {
      return (0..<outputs.rows).map { Double(outputs[$0, 0]) }
    }
    precondition(options.classes == 2, "one score tells two classes apart")
    return (0..<outputs.rows).map { Double(outputs[$0, 1]) - Double(outputs[$0, 0]) }
  }

  /// Probabilities of the classes, [rows × classes]. Traps for a regression.
  public func probabilities(of features: LayerFeatures, rows: [Int32]) throws -> Matrix<Float> {
    precondition(options.loss.isClassification, "a regression has no probabilities")
    return softmaxRows(try outputs(of: features, rows: rows))
  }
}

/// The softmax of each row.
func softmaxRows(_ logits: Matrix<Float>) -> Matrix<Float> {
  var result = logits
  result.withMutableView { rows in
    for row in 0..<rows.rows {
      let values = UnsafeMutableBufferPointer(start: rows.row(row), count: rows.columns)
      let largest = values.max() ?? 0
      let exponentials = values.map { elementaryExp(Double($0 - largest)) }
      let total = exponentials.reduce(0, +)
      for (place, value) in exponentials.enumerated() { values[place] = Float(value / total) }
    }
  }
  return result
}
