import LanguageModels
import LinearAlgebra
import TestSupport
import Testing

@testable import Finetuning

@Suite struct LoRATests {
  private func adapters(_ blocks: Range<Int>) -> LoRAConfiguration {
    var adapters = LoRAConfiguration()
    adapters.rank = 4
    adapters.projections = [.query, .value, .up, .down]
    adapters.blocks = blocks
    return adapters
  }

  private func configuration(steps: Int) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.steps = steps
    configuration.batchTokens = 60
    configuration.warmUpSteps = min(2, steps)
    configuration.learningRate = 2e-2
    configuration.weightDecay = 0
    configuration.seed = 3
    return configuration
  }

  @Test func adaptersLearnOnAFrozenBase() throws {
    let path = TrainingGoldens.path("llama")
    let base = try FrozenBase(path: path)
    let start = Array(base.parameters.values.elements)
    let sequences = try TrainingGoldens.sequences("llama")
    let before = try LoRA.logProbabilities(
      sequences, base,
      adapters: LoRA.run(
        base, adapters: adapters(1..<3), source: SequenceSource(sequences),
        configuration: configuration(steps: 1)
      ).adapters)
    let result = try LoRA.run(
      base, adapters: adapters(1..<3), source: SequenceSource(sequences), validation: sequences,
      configuration: configuration(steps: 40))
    let after = try LoRA.logProbabilities(sequences, base, adapters: result.adapters)
    #expect(after[0] > before[0] + 10)
    #expect(after[1] > before[1] + 10)
    #expect(Array(base.parameters.values.elements) == start)

    // The runtime reads the same from the merged model.
    let merged = try Parameters(path: path)
    result.adapters.merge(into: merged)
    let folder = try TemporaryFolder()
    try merged.write(to: folder.path("merged"))
    let tokens = sequences[0].tokens
    let output = try LanguageModel.open(path: folder.path("merged")).makeRuntime().run(
      TokenBatch([tokens]), request: ForwardRequest(statistics: true))
    let statistics = try #require(output.statistics)
    let weighted = zip(statistics.logProbability.dropLast(), sequences[0].weights ?? [])
    let total = weighted.reduce(0.0) { $0 + Double($1.0 * $1.1) }
    #expect(abs(total - after[0]) < 1e-3)
  }

  @Test func cachesInAFolderAndInterruptionsChangeNoBit() throws {
    struct Interruption: Error {}
    let path = TrainingGoldens.path("qwen3")
    let folder = try TemporaryFolder()
    let sequences = try TrainingGoldens.sequences("qwen3")
    func run(_ base: FrozenBase, _ name: String, until last: Int = 0) throws -> [Float] {
      var settings = configuration(steps: 6)
      settings.checkpointInterval = 2
      let result = try LoRA.run(
        base, adapters: adapters(2..<3), source: SequenceSource(sequences),
        configuration: settings, output: .init(folder: folder.path(name))
      ) { if $0.step == last { throw Interruption() } }
      return Array(result.adapters.values.elements)
    }
    let inMemory = try FrozenBase(path: path)
    let onDisk = try FrozenBase(path: path, cacheFolder: folder.path("cache"))
    let expected = try run(inMemory, "a")
    #expect(try run(onDisk, "b") == expected)
    #expect(throws: Interruption.self) { try run(inMemory, "c", until: 3) }
    #expect(try run(onDisk, "c") == expected)
  }

  @Test(.enabled(if: InstalledModels.smolLM2 != nil))
  func aQuantisedModelIsAdapted() throws {
    let base = try FrozenBase(path: try #require(InstalledModels.smolLM2))
    let tokenizer = try #require(base.model.tokenizer)
    let tokens = tokenizer.encode("The capital of France is Marseille.").ids
    var settings = configuration(steps: 4)
    settings.batchTokens = 1
    settings.learningRate = 5e-3
    let source = SequenceSource([TrainingSequence(tokens: tokens)])
    var losses: [Double] = []
    _ = try LoRA.run(
      base, adapters: adapters(28..<30), source: source, configuration: settings
    ) { losses.append($0.loss) }
    let output = try base.model.makeRuntime().run(
      TokenBatch([tokens]), request: ForwardRequest(statistics: true))
    let logs = try #require(output.statistics).logProbability.dropLast()
    let expected = -Double(logs.reduce(0, +)) / Double(logs.count)
    #expect(abs(losses[0] - expected) < 1e-4)
    #expect(losses[3] < losses[0] - 0.1)
  }
}
