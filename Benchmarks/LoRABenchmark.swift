import ArgumentParser
import Finetuning
import LanguageModels
import LinearAlgebra
import TextFiles

/// Steps of low-rank adaptation over given sequences.
struct LoRABenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lora", abstract: "Seconds a step of LoRA on queries and values.")

  @Option(help: "A Hugging Face folder or .gguf file.")
  var model: String

  @Option(help: "JSON lines with \"tokens\" and \"prompt\", the number of tokens without a loss.")
  var sequences: String

  @Option(help: "The lowest block with adapters.")
  var firstBlock = 0

  @Option(help: "Tokens of a step.")
  var batchTokens = 256

  @Option(help: "Steps.")
  var steps = 20

  @Option(help: "Threads.")
  var threads: Int?

  func run() throws {
    if let threads { BLAS.threads = threads }
    let base = try FrozenBase(path: model)
    var adapters = LoRAConfiguration()
    adapters.rank = 16
    adapters.alpha = 16
    adapters.blocks = firstBlock..<base.parameters.configuration.layers
    var configuration = TrainingConfiguration()
    configuration.steps = steps
    configuration.batchTokens = batchTokens
    configuration.warmUpSteps = 0
    configuration.finalShare = 1
    configuration.weightDecay = 0
    var seconds: [Double] = []
    var losses: [Double] = []
    var tokens = 0
    let start = ContinuousClock.now
    _ = try LoRA.run(
      base, adapters: adapters, source: SequenceSource(try readSequences()),
      configuration: configuration
    ) {
      seconds.append($0.seconds)
      losses.append($0.loss)
      tokens += $0.tokens
    }
    let total = (ContinuousClock.now - start) / .seconds(1)
    let sorted = seconds.sorted()
    let result: JSONValue = [
      "seconds": .number(total), "median_step_seconds": .number(sorted[sorted.count / 2]),
      "fastest_step_seconds": .number(sorted[0]), "tokens": .integer(Int64(tokens)),
      "first_loss": .number(losses[0]), "last_loss": .number(losses[losses.count - 1]),
    ]
    print(result.serialized())
  }

  private func readSequences() throws -> [TrainingSequence] {
    var lines = try JSONLines(path: sequences)
    var result: [TrainingSequence] = []
    while let (_, value) = try lines.next() {
      let tokens = (value["tokens"]?.array ?? []).compactMap { $0.int.map(Int32.init) }
      let prompt = value["prompt"]?.int ?? 1
      result.append(
        TrainingSequence(
          tokens: tokens, weights: tokens.indices.map { $0 < prompt - 1 ? 0 : 1 }))
    }
    return result
  }
}
