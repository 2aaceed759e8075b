import LinearAlgebra
import Probes
import TensorFiles
import TestSupport
import Testing
import TextFiles

/// Hard fits, masked targets, ridge and softmax of scikit-learn.
enum EngineGolden {
  static func load() throws -> JSONValue {
    try JSONValue.load(path: Goldens.path("probes/engine.json"))
  }

  static func features(_ name: String) throws -> LayerFeatures {
    let tensor = try NPY.load(path: Goldens.path("probes/\(name).npy"))
    return LayerFeatures(
      tap: name,
      matrix: Matrix(
        rows: tensor.shape[0], columns: tensor.shape[1], elements: try tensor.floats()))
  }
}

extension LayerFeatures {
  /// All row numbers.
  var all: [Int32] { (0..<Int32(rows)).map { $0 } }
}
