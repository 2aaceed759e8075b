import Calibration
import LinearAlgebra
@testable import Probes
import TensorFiles
import TestSupport
import Testing
import TextFiles

/// Features and labels of the golden file, with scikit-learn's fits to them.
struct GoldenFit {
  let name: String
  let features: LayerFeatures
  let labels: [Bool]
  let expected: JSONValue

  var rows: [Int32] { (0..<Int32(features.rows)).map { $0 } }

  static func all() throws -> [GoldenFit] {
    try JSONValue.load(path: Goldens.path("probes/linear.json")).list("cases").map { row in
      let name = try #require(row["name"]?.string)
      let tensor = try NPY.load(path: Goldens.path("probes/\(name).npy"))
      return GoldenFit(
        name: name,
        features: LayerFeatures(
          tap: name,
          matrix: Matrix(
            rows: tensor.shape[0], columns: tensor.shape[1], elements: try tensor.floats())),
        labels: try row.numbers("labels").map { $0 == 1 }, expected: row)
    }
  }

  static func named(_ name: String) throws -> GoldenFit {
    try #require(try all().first { $0.name == name })
  }

  /// C Σ loss + ½‖w‖² in float64, straight from the definition with scikit-learn's standardizer.
  func objective(weights: [Double], intercept: Double, c: Double) throws -> Double {
    let (mean, scale) = (try expected.numbers("mean"), try expected.numbers("scale"))
    var loss = 0.0
    for row in 0..<features.rows {
      var logit = intercept
      for (j, value) in features.matrix.row(row).enumerated() {
        logit += weights[j] * (Double(value) - mean[j]) * scale[j]
      }
      loss += softplus(labels[row] ? -logit : logit)
    }
    return c * loss + 0.5 * weights.reduce(0) { $0 + $1 * $1 }
  }
}

/// The cosine of the angle between two vectors.
func cosine(_ a: [Double], _ b: [Double]) -> Double {
  func product(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }
  return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
}
