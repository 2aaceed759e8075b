import Foundation
import LanguageModels
import LinearAlgebra
import Statistics
import TestSupport
import TextFiles
import Testing

@testable import Finetuning

@Suite struct AdapterTests {
  private static let roles: [ParameterRole] = [.query, .value, .attentionOutput, .gate, .down]

  /// The adapters of the golden file, made from sines.
  private func adapters(_ golden: JSONValue, for parameters: Parameters) throws -> AdapterSet {
    var configuration = LoRAConfiguration()
    configuration.rank = try #require(golden["rank"]?.int)
    configuration.alpha = Float(try #require(golden["alpha"]?.double))
    configuration.projections = AdapterTests.roles
    configuration.blocks = 1..<3
    let set = try AdapterSet(configuration, for: parameters, generator: RandomGenerator(seed: 0))
    for description in try #require(golden["adapters"]?.array) {
      let entry = try entry(description, set)
      let phase = try #require(description["phase"]?.double)
      let size = configuration.rank
      fill(set, entry.down, size * entry.target.columns, phase)
      fill(set, entry.up, size * entry.target.rows, phase + 0.5)
    }
    return set
  }

  private func entry(_ golden: JSONValue, _ set: AdapterSet) throws -> AdapterSet.Entry {
    let role = try #require(golden["role"]?.string.flatMap(ParameterRole.init))
    let block = try #require(golden["block"]?.int)
    return set.entries[try #require(set.place(role, block: block))]
  }

  private func fill(_ set: AdapterSet, _ start: Int, _ count: Int, _ phase: Double) {
    for index in 0..<count {
      set.values.base[start + index] = Float(0.1 * sin(0.7 * Double(index) + phase))
    }
  }

  /// The frozen projections as they are, or packed.
  private func engine(
    _ parameters: Parameters, _ set: AdapterSet, isPacked: Bool
  ) throws -> GradientEngine {
    let frozen = isPacked ? FrozenProjections(parameters) : nil
    try frozen?.pack(from: 0)
    return GradientEngine(parameters, adapters: set, frozen: frozen, tokens: 64)
  }

  @Test(arguments: [false, true]) func gradientsAgreeWithPyTorch(_ isPacked: Bool) throws {
    let golden = try TrainingGoldens.load("lora")
    let parameters = try Parameters(path: TrainingGoldens.path("llama"))
    let set = try adapters(golden, for: parameters)
    let engine = try engine(parameters, set, isPacked: isPacked)
    let loss = engine.lossAndGradient(
      try engine.pack(TrainingGoldens.sequences("llama"), .tokenMean))
    #expect(abs(loss - (try #require(golden["loss"]?.double))) < 2e-6)
    for description in try #require(golden["adapters"]?.array) {
      let entry = try entry(description, set)
      let size = set.configuration.rank
      for (key, start, count) in [
        ("a", entry.down, size * entry.target.columns), ("b", entry.up, size * entry.target.rows),
      ] {
        let gradient = (0..<count).map { engine.gradient.base[start + $0] }
        let distance = TrainingGoldens.distance(gradient, try #require(description[key]))
        #expect(distance < 1e-4, "\(entry.target.role) \(key)")
      }
    }
  }

  @Test func threadsDoNotChangeABitOfAPackedPass() throws {
    let parameters = try Parameters(path: TrainingGoldens.path("llama"))
    let set = try adapters(try TrainingGoldens.load("lora"), for: parameters)
    let sequences = try (0..<4).flatMap { _ in try TrainingGoldens.sequences("llama") }
    func gradient(threads: Int) throws -> (Double, [Float]) {
      let before = BLAS.threads
      defer { BLAS.threads = before }
      BLAS.threads = threads
      let engine = try engine(parameters, set, isPacked: true)
      let loss = engine.lossAndGradient(try engine.pack(sequences, .sequenceMean))
      return (loss, Array(engine.gradient.elements))
    }
    let one = try gradient(threads: 1)
    let four = try gradient(threads: 4)
    #expect(one.0 == four.0)
    #expect(one.1 == four.1)
  }

  @Test func mergingGivesTheSameLoss() throws {
    let parameters = try Parameters(path: TrainingGoldens.path("llama"))
    let set = try adapters(try TrainingGoldens.load("lora"), for: parameters)
    let batches = try TrainingGoldens.sequences("llama").packed(limit: 64, reduction: .tokenMean)
    let adapted = GradientEngine(parameters, adapters: set, tokens: 64).loss(batches)
    set.merge(into: parameters)
    let merged = GradientEngine(parameters, tokens: 64).loss(batches)
    #expect(abs(adapted - merged) < 1e-6)
  }

  @Test func adaptersComeBackFromTheirFolder() throws {
    let parameters = try Parameters(path: TrainingGoldens.path("llama"))
    let set = try adapters(try TrainingGoldens.load("lora"), for: parameters)
    let folder = try TemporaryFolder()
    try set.write(to: folder.path("adapter"))
    let other = try AdapterSet(
      set.configuration, for: parameters, generator: RandomGenerator(seed: 9))
    try other.restore(from: folder.path("adapter"))
    #expect(Array(other.values.elements) == Array(set.values.elements))
    let json = try JSONValue.load(path: folder.path("adapter/adapter_config.json"))
    #expect(json["r"] == 3)
    #expect(
      json["target_modules"] == ["down_proj", "gate_proj", "o_proj", "q_proj", "v_proj"])
  }

  @Test func droppedInputsLeaveTheExpectationAndRepeat() throws {
    let parameters = try Parameters(path: TrainingGoldens.path("llama"))
    var configuration = LoRAConfiguration()
    configuration.dropout = 0.5
    let set = try AdapterSet(configuration, for: parameters, generator: RandomGenerator(seed: 1))
    for index in 0..<set.count { set.values.base[index] = 0.05 * sin(Float(index)) }
    let engine = GradientEngine(parameters, adapters: set, tokens: 64)
    let batches = try TrainingGoldens.sequences("llama").packed(limit: 64, reduction: .tokenMean)
    let first = engine.lossAndGradient(batches, dropoutSeed: 3)
    let gradient = Array(engine.gradient.elements)
    #expect(engine.lossAndGradient(batches, dropoutSeed: 3) == first)
    #expect(Array(engine.gradient.elements) == gradient)
    #expect(engine.lossAndGradient(batches, dropoutSeed: 4) != first)
  }

  @Test func settingsThatDoNotFitAreSentences() throws {
    let parameters = try Parameters(path: TrainingGoldens.path("llama"))
    func problem(_ change: (inout LoRAConfiguration) -> Void) -> String? {
      var configuration = LoRAConfiguration()
      change(&configuration)
      do {
        _ = try AdapterSet(configuration, for: parameters, generator: RandomGenerator(seed: 0))
        return nil
      } catch { return "\(error)" }
    }
    #expect(problem { $0.rank = 0 } == "The rank of the adapters is 0; it must be positive.")
    #expect(
      problem { $0.blocks = 1..<9 }
        == "Blocks 1..<9 cannot be adapted: the model has blocks 0..<3.")
    #expect(problem { $0.projections = [.head] }?.contains("\"head\" cannot be adapted") == true)
    #expect(problem { _ in } == nil)
  }
}
