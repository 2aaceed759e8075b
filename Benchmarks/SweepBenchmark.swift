import ArgumentParser
import Probes
import TextFiles

/// A layer sweep: every tap with all penalties in all folds, and the fit at the best penalty.
struct SweepBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Seconds of taps × penalties × folds.")

  @Option(help: "Taps.")
  var taps = 31

  @Option(help: "Penalties.")
  var penalties = 10

  @Option(help: "Folds.")
  var folds = 5

  @Option(help: "Rows of each tap.")
  var rows = 20_000

  @Option(help: "Width of each tap.")
  var width = 576

  func run() throws {
    // One matrix under all names: a tap costs the same whatever it holds, and memory stays small.
    let made = SyntheticFeatures(rows: rows, width: width, isIllConditioned: true)
    let features = try MemoryFeatures(
      (0..<taps).map { LayerFeatures(tap: "block.\($0 + 1)", matrix: made.matrix) })
    var options = ProbeOptions()
    options.resamples = 0
    options.penalty = PenaltyOptions(
      candidates: (0..<penalties).map { place in (0..<place).reduce(1e-5) { c, _ in c * 10 } },
      folds: folds)
    let labels = try ProbeLabels(labels: made.labels)
    let seconds = try Stopwatch.seconds {
      _ = try trainProbe(features: features, labels: labels, options: options)
    }
    let result: JSONValue = [
      "taps": .integer(Int64(taps)), "penalties": .integer(Int64(penalties)),
      "folds": .integer(Int64(folds)), "rows": .integer(Int64(rows)),
      "width": .integer(Int64(width)), "seconds": .number(seconds),
      "peak_bytes": .integer(Int64(PeakMemory.bytes)),
    ]
    print(result.serialized())
  }
}
