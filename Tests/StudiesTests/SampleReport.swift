import Calibration
import LinearAlgebra
import Probes
import Statistics
import Studies

/// A small training on made-up features, and the report of it.
enum SampleReport {
  static let hostile = "</script><b onload=\"x\">&'\u{0}é"

  /// Made once; every test reads the same numbers.
  static let training = Result { try train() }

  static let report = Result {
    try ProbeReport(training.get().test, of: training.get().probe, context: context)
  }

  static let context: ProbeReport.Context = {
    var context = ProbeReport.Context(data: "cities.csv")
    context.texts = (0..<rows).map { row in
      ProbeReport.ProbedText(
        text: row == 11 ? hostile : "Statement \(row) is here.",
        token: row % 5 == 0 ? hostile : row % 3 == 0 ? " end" : ".")
    }
    context.settings = [NamedValue("Hostile", hostile)]
    context.hashes = [NamedValue("cities.csv", "0ab3")]
    context.commands = ["knowable evaluate --probe p --report \"r & s.html\""]
    return context
  }()

  private static let rows = 360

  private static func train() throws -> ProbeTraining {
    var random = RandomGenerator(seed: 11)
    let truth = (0..<rows).map { _ in random.uniform() < 0.5 }
    let layers = ["embedding", "block.1", "block.2", "final_norm"].enumerated().map { depth, tap in
      var matrix = Matrix<Float>(rows: rows, columns: 6)
      for row in 0..<rows {
        for column in 0..<6 {
          let shift = (truth[row] ? 0.2 : -0.2) * Double(depth)
          matrix[row, column] = Float(shift + random.normal())
        }
      }
      return LayerFeatures(tap: tap, matrix: matrix)
    }
    let labels = try ProbeLabels(
      labels: truth, groups: (0..<rows).map { "group \($0 / 3)" },
      ids: (0..<rows).map { "id-\($0)" }, tokenCounts: (0..<rows).map { 5 + $0 % 4 },
      definition: LabelDefinition(column: "label", groupColumn: "city"))
    var options = ProbeOptions()
    options.resamples = 200
    options.seed = 5
    return try trainProbe(
      features: MemoryFeatures(layers), labels: labels, options: options,
      source: ProbeSource(
        modelName: "Tiny & <small>", modelFingerprint: "f00d", position: "last token",
        versions: [NamedValue("knowable", "0.1.0")]))
  }
}
