import Foundation
import LanguageModels
import LinearAlgebra
import Statistics
import TensorFiles
import TestSupport
import Testing

@testable import Finetuning

@Suite struct PretrainingTests {
  /// Every token but the first is determined by the one before.
  private static let documents: [[Int32]] = (0..<64).map { number in
    (0..<12).map { Int32((number * 5 + $0 * 3) % 31) }
  }

  private func model(contextLength: Int = 32) throws -> ModelConfiguration {
    try .llama(
      layers: 2, width: 32, heads: 2, feedForwardWidth: 64, vocabularySize: 31,
      contextLength: contextLength)
  }

  private func configuration(steps: Int) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.steps = steps
    configuration.batchTokens = 192
    configuration.warmUpSteps = 3
    configuration.learningRate = 1e-2
    configuration.seed = 7
    return configuration
  }

  @Test func aRuleIsLearnt() throws {
    let result = try Pretraining.run(
      model(), source: SequenceSource(documents: PretrainingTests.documents),
      validation: [TrainingSequence(tokens: [4, 7, 10, 13, 16])],
      configuration: configuration(steps: 60))
    #expect(try #require(result.validationLoss) < 0.1)
  }

  @Test func aFinishedRunOpensAsAModel() throws {
    let folder = try TemporaryFolder()
    let tokenizer = Goldens.path("tokenizers/bytelevel-gpt2/tokenizer.json")
    let result = try Pretraining.run(
      model(), source: SequenceSource(documents: PretrainingTests.documents),
      configuration: configuration(steps: 3),
      output: .init(folder: folder.path("model"), tokenizer: tokenizer))
    let opened = try LanguageModel.open(path: folder.path("model"))
    #expect(opened.configuration == result.parameters.configuration)
    #expect(FileManager.default.fileExists(atPath: folder.path("model/tokenizer.json")))
    let tokens = PretrainingTests.documents[3]
    let output = try opened.makeRuntime().run(
      TokenBatch([tokens]), request: ForwardRequest(statistics: true))
    let expected = GradientEngine(result.parameters, tokens: 64).loss(
      try [TrainingSequence(tokens: tokens)].packed(limit: 64, reduction: .sum))
    let total = try #require(output.statistics).logProbability.dropLast().reduce(0, +)
    #expect(abs(Double(-total) - expected) < 1e-4)
  }

  @Test(arguments: TrainingGoldens.models)
  func foldersOfEveryFamilyComeBackToTheBit(_ name: String) throws {
    let parameters = try Parameters(path: TrainingGoldens.path(name))
    let folder = try TemporaryFolder()
    try parameters.write(to: folder.path("model"))
    let again = try Parameters(path: folder.path("model"))
    #expect(again.configuration == parameters.configuration)
    #expect(Array(again.values.elements) == Array(parameters.values.elements))
  }

  @Test func aFolderOfHalvesHoldsTheWeightsRounded() throws {
    let parameters = try Parameters(path: TrainingGoldens.path(TrainingGoldens.models[0]))
    let folder = try TemporaryFolder()
    try parameters.write(to: folder.path("model"), dtype: .float16)
    let again = try Parameters(path: folder.path("model"))
    #expect(
      again.values.elements.elementsEqual(parameters.values.elements.map { Float(Float16($0)) }))
    let file = try SafetensorsFile(path: folder.path("model/model.safetensors"))
    #expect(try file.tensorNames.allSatisfy { try file.tensor($0).type == .float16 })
  }

  @Test func anInterruptedRunEndsWithTheSameBits() throws {
    struct Interruption: Error {}
    let folder = try TemporaryFolder()
    var settings = configuration(steps: 12)
    settings.checkpointInterval = 4
    func run(_ name: String, until last: Int) throws -> [Float] {
      let result = try Pretraining.run(
        model(), source: SequenceSource(documents: PretrainingTests.documents),
        configuration: settings, output: .init(folder: folder.path(name))
      ) { if $0.step == last { throw Interruption() } }
      return Array(result.parameters.values.elements)
    }
    let whole = try run("whole", until: 0)
    #expect(throws: Interruption.self) { try run("cut", until: 6) }
    #expect(try run("cut", until: 0) == whole)
    settings.learningRate = 1e-3
    #expect(throws: FinetuningError.self) { try run("cut", until: 0) }
  }

  @Test func badInputIsOneSentence() throws {
    func problem(
      _ source: SequenceSource, _ change: (inout TrainingConfiguration) -> Void = { _ in }
    ) -> String? {
      var settings = configuration(steps: 4)
      change(&settings)
      do {
        _ = try Pretraining.run(model(), source: source, configuration: settings)
        return nil
      } catch { return "\(error)" }
    }
    #expect(
      problem(SequenceSource([]))
        == "There is nothing to learn from: the data has no sequences.")
    #expect(
      problem(SequenceSource(documents: [[Int32](repeating: 1, count: 33)]))
        == "Sequence 0 has 33 tokens, but the model's context is 32; cut it or train on streams.")
    #expect(problem(SequenceSource(documents: [[31]]))?.contains("holds token 31") == true)
    #expect(problem(SequenceSource(documents: [[3]]))?.contains("has a loss") == true)
    let good = SequenceSource(documents: PretrainingTests.documents)
    #expect(problem(good) { $0.warmUpSteps = 5 }?.contains("5 of 4 steps") == true)
    let divergence = problem(good) {
      $0.learningRate = 1e30
      $0.warmUpSteps = 0
      $0.gradientClip = nil
    }
    #expect(divergence?.contains("not finite at step") == true)
  }

  @Test func documentsAreReadFromJSONLines() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("{\"tokens\":[1,2,3]}\n\n{\"tokens\":[4]}\n", to: "d.jsonl")
    #expect(try SequenceSource.documents(jsonLines: path) == [[1, 2, 3], [4]])
    let bad = try folder.write("{\"tokens\":[1,2.5]}\n", to: "bad.jsonl")
    #expect(throws: FinetuningError.self) { try SequenceSource.documents(jsonLines: bad) }
    let empty = try folder.write("\n", to: "empty.jsonl")
    #expect(throws: FinetuningError.self) { try SequenceSource.documents(jsonLines: empty) }
  }

  @Test func streamsAreCutAndOrdersAreSeeded() throws {
    let source = SequenceSource(stream: [[1, 2, 3], [4, 5]], length: 3, separator: 9)
    var order = PassOrder(RandomGenerator(seed: 3))
    let pass = try (0..<3).map { try source.sequence(at: $0, order: &order).tokens }
    #expect(Set(pass) == [[1, 2, 3], [9, 4, 5], [9]])
    var same = PassOrder(RandomGenerator(seed: 3))
    #expect(try (0..<3).map { try source.sequence(at: $0, order: &same).tokens } == pass)
  }
}
