import ArgumentParser
import Foundation
import LinearAlgebra
import Probes
import TensorFiles
import TextFiles

/// One logistic fit to the optimum on features of a file.
struct FitBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Seconds and objective of a logistic probe fit.")

  @Option(help: "npy file, rows × width, float32.")
  var features: String

  @Option(help: "npy file of 0 and 1, int32.")
  var labels: String

  @Option(help: "Inverse regularisation strength, scikit-learn's C.")
  var inverseRegularization = 1.0

  @Option(help: "Relative distance to the optimum at which to stop.")
  var tolerance = 1e-8

  @Option(help: "How often to run.")
  var rounds = 1

  func run() throws {
    let view = try NPY.load(path: features)
    let matrix = Matrix(rows: view.rows, columns: view.rowLength, elements: try view.floats())
    let labels = try NPY.load(path: labels).int32s().map { $0 != 0 }
    let layer = LayerFeatures(tap: "benchmark", matrix: matrix)
    let rows = (0..<Int32(matrix.rows)).map { $0 }
    for _ in 0..<rounds {
      let begin = ContinuousClock.now
      let fit = try LogisticProbe.fit(
        layer, rows: rows, labels: labels, inverseRegularization: inverseRegularization,
        tolerance: tolerance)
      let seconds = (ContinuousClock.now - begin) / .seconds(1)
      let result: JSONValue = [
        "seconds": .number(seconds), "objective": .number(fit.report.objective),
        "peak_bytes": .integer(Int64(PeakMemory.bytes)),
      ]
      print(result.serialized())
    }
  }
}
