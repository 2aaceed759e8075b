import ArgumentParser

/// Times our own paths; `peers.py` runs it beside other tools on the same inputs.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Time scoring and probe fits; prints one JSON object a run.",
    subcommands: [ScoreBenchmark.self, FitBenchmark.self])
}
