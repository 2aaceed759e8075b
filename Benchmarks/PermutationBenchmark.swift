import ArgumentParser
import Statistics
import TextFiles

/// A sign-flip permutation test of paired differences.
struct PermutationBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "permutation", abstract: "Seconds of a sign-flip permutation test.")

  @Option(help: "Differences.")
  var count = 10_000

  @Option(help: "Permutations.")
  var permutations = 5000

  @Option(help: "How often to run.")
  var rounds = 1

  func run() {
    var generator = RandomGenerator(seed: 1)
    let differences = (0..<count).map { _ in 0.01 + generator.normal() }
    for _ in 0..<rounds {
      var pValue = Double.nan
      let seconds = Stopwatch.seconds {
        pValue = signFlipTest(differences, permutations: permutations).pValue
      }
      print((["seconds": .number(seconds), "p": .number(pValue)] as JSONValue).serialized())
    }
  }
}
