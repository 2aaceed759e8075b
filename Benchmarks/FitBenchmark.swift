import ArgumentParser
import Foundation
import LinearAlgebra
import Probes
import TensorFiles
import TextFiles

/// Logistic fits to the optimum: one target, or several that share the passes over the rows.
struct FitBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Seconds and objective of logistic probe fits.")

  @Option(help: "npy file, rows × width, float32; synthetic features unless given.")
  var features: String?

  @Option(help: "npy file of 0 and 1, int32: one a row, or targets × rows.")
  var labels: String?

  @Option(help: "Rows of synthetic features.")
  var rows = 100_000

  @Option(help: "Width of synthetic features.")
  var width = 576

  @Flag(help: "Synthetic features with a power-law spectrum.")
  var ill = false

  @Option(help: "Inverse regularisation strength, scikit-learn's C.")
  var inverseRegularization = 1.0

  @Option(help: "Relative distance to the optimum at which to stop.")
  var tolerance = 1e-6

  @Option(help: "How often to run.")
  var rounds = 1

  func run() throws {
    let (matrix, labels) = try inputs()
    let layer = LayerFeatures(tap: "benchmark", matrix: matrix)
    let rows = (0..<Int32(matrix.rows)).map { $0 }
    let targets = labels.enumerated().map { ProbeTarget(name: "\($0)", labels: $1) }
    for _ in 0..<rounds {
      var fits: [LogisticProbe.Fit] = []
      let seconds = try Stopwatch.seconds {
        fits = try LogisticProbe.fit(
          layer, rows: rows, targets: targets, inverseRegularization: inverseRegularization,
          tolerance: tolerance)
      }
      let result: JSONValue = [
        "seconds": .number(seconds), "rows": .integer(Int64(matrix.rows)),
        "width": .integer(Int64(matrix.columns)), "targets": .integer(Int64(targets.count)),
        "objective": .number(fits[0].report.objective),
        "passes": .integer(Int64(fits[0].report.passes)),
        "relative_gap_bound": .number(fits[0].report.relativeGap),
        "peak_bytes": .integer(Int64(PeakMemory.bytes)),
      ]
      print(result.serialized())
    }
  }

  private func inputs() throws -> (Matrix<Float>, [[Bool]]) {
    guard let features, let labels else {
      let made = SyntheticFeatures(rows: rows, width: width, isIllConditioned: ill)
      return (made.matrix, [made.labels])
    }
    let view = try NPY.load(path: features)
    let matrix = Matrix(rows: view.rows, columns: view.rowLength, elements: try view.floats())
    let values = try NPY.load(path: labels).int32s().map { $0 != 0 }
    return (
      matrix,
      stride(from: 0, to: values.count, by: matrix.rows).map {
        Array(values[$0..<$0 + matrix.rows])
      }
    )
  }
}
