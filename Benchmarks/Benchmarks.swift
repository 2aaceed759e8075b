public import ArgumentParser
public import LanguageModels
import LinearAlgebra
import TextFiles

/// Times our own paths; `peers/` runs it beside other tools on the same inputs.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Time what the tool is made of; prints one JSON object a round.",
    subcommands: [
      ScoreBenchmark.self, PrefixBenchmark.self, ICLTBenchmark.self, StoreBenchmark.self,
      FitBenchmark.self, SweepBenchmark.self, MappedFitBenchmark.self, BootstrapBenchmark.self,
      PermutationBenchmark.self, LoRABenchmark.self, ReportBenchmark.self,
      ReferenceBenchmark.self,
    ])
}

/// What the machine gives at this moment.
struct ReferenceBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reference", abstract: "GFLOP/s of one float32 product on all threads.")

  func run() {
    let result: JSONValue = [
      "gigaflops": .number(ReferenceProduct.gigaflops), "blas_core": .string(BLAS.coreName),
      "kernels": .object(
        JSONObject(Precision.allCases.map { ($0.rawValue, .string($0.kernelName)) })),
    ]
    print(result.serialized())
  }
}

extension Precision: ExpressibleByArgument {}
