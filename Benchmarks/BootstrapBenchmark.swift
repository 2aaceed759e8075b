import ArgumentParser
import Calibration
import Statistics
import TextFiles

/// All binary metrics with cluster-bootstrap intervals.
struct BootstrapBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bootstrap",
    abstract: "Seconds for every metric with an interval from resampled clusters, ties included.")

  @Option(help: "Items.")
  var count = 4000

  @Option(help: "Items in a cluster.")
  var clusterSize = 4

  @Option(help: "Resamples.")
  var resamples = 2000

  @Option(help: "Distinct probabilities; the rest are ties.")
  var distinct = 1000

  @Option(help: "How often to run.")
  var rounds = 1

  func run() throws {
    var generator = RandomGenerator(seed: 0)
    var probabilities: [Double] = []
    var labels: [Bool] = []
    for _ in 0..<count {
      let probability = (Double(distinct) * generator.uniform()).rounded() / Double(distinct)
      probabilities.append(probability)
      labels.append(generator.uniform() < probability)
    }
    let clusters = (0..<count).map { $0 / clusterSize }
    for _ in 0..<rounds {
      var found: Estimate?
      let seconds = try Stopwatch.seconds {
        found = try evaluate(
          probabilities: probabilities, labels: labels, clusters: clusters, resamples: resamples,
          seed: 0
        ).auroc
      }
      guard let auroc = found else { return }
      let result: JSONValue = [
        "seconds": .number(seconds), "auroc": .number(auroc.value), "low": .number(auroc.low),
        "high": .number(auroc.high), "peak_bytes": .integer(Int64(PeakMemory.bytes)),
      ]
      print(result.serialized())
    }
  }
}
