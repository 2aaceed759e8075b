import Foundation
import LanguageModels
import LinearAlgebra
import Statistics
import TestSupport
import Testing
import TextFiles

@testable import Finetuning

/// Gradients of every family against PyTorch in float64, and against differences of losses.
@Suite struct GradientTests {
  @Test(arguments: TrainingGoldens.models)
  func everyParameterAgreesWithPyTorch(_ name: String) throws {
    let golden = try #require(try TrainingGoldens.load("gradients")[name])
    let parameters = try Parameters(path: TrainingGoldens.path(name))
    let engine = GradientEngine(parameters, tokens: 64)
    let batches = try TrainingGoldens.sequences(name).packed(limit: 64, reduction: .tokenMean)
    let loss = engine.lossAndGradient(batches)
    #expect(abs(loss - (try #require(golden["loss"]?.double))) < 2e-6)
    let goldens = try #require(golden["parameters"]?.object)
    let tensors = parameters.configuration.huggingFaceTensors(parameters.list)
    #expect(tensors.count == goldens.count)
    for tensor in tensors {
      let gradient = tensor.floats { parameter in
        UnsafeBufferPointer(
          start: engine.gradient.base + (parameters.offsets[parameter] ?? 0),
          count: parameter.count)
      }
      let distance = TrainingGoldens.distance(
        gradient, try #require(goldens[goldenName(tensor.name)]))
      #expect(distance < 1e-4, "\(tensor.name)")
    }
  }

  /// Files call the head of GPT-NeoX `embed_out`, the library that reads them `lm_head`.
  private func goldenName(_ name: String) -> String {
    name == "embed_out.weight" ? "lm_head.weight" : name
  }

  /// Central differences of the float64 reference forward pass along a random direction of each
  /// parameter.
  @Test(arguments: ["gemma3_text", "gpt_neox", "llama"])
  func gradientsAreTheLossesDerivatives(_ name: String) throws {
    let parameters = try Parameters(path: TrainingGoldens.path(name))
    let tokens = Array(try TrainingGoldens.sequences(name)[1].tokens.prefix(20))
    let engine = GradientEngine(parameters, tokens: 64)
    _ = engine.lossAndGradient(
      try [TrainingSequence(tokens: tokens)].packed(limit: 64, reduction: .tokenMean))
    let folder = try TemporaryFolder()
    func loss() throws -> Double {
      try parameters.write(to: folder.path("model"))
      let logits = try ReferenceForward(path: folder.path("model")).run(tokens).logits
      return meanCrossEntropy(logits, tokens)
    }
    var generator = RandomGenerator(seed: 5)
    let checked = parameters.list.filter { ($0.block ?? 0) == 0 }
    for parameter in checked {
      let place = parameters[parameter]
      let start = Array(place)
      // The reference adds Gemma's one to norm weights in float32, which a tiny step would not survive.
      let size: Float = parameter.role.isMatrix ? 2e-5 : 1e-3
      let step = start.map { _ in Float(generator.normal()) * size }
      for index in place.indices { place[index] = start[index] + step[index] }
      let (upper, high) = (Array(place), try loss())
      for index in place.indices { place[index] = start[index] - step[index] }
      let (lower, low) = (Array(place), try loss())
      _ = place.update(from: start)
      let gradient = engine.gradient.base + (parameters.offsets[parameter] ?? 0)
      var (slope, spread) = (0.0, 0.0)
      for index in upper.indices {
        let change = Double(upper[index]) - Double(lower[index])
        slope += Double(gradient[index]) * change
        spread += Double(gradient[index]) * Double(gradient[index]) * change * change
      }
      #expect(
        abs(high - low - slope) < 2e-4 * max(abs(slope), spread.squareRoot()) + 1e-9,
        "\(parameter.role) \(high - low) \(slope)")
    }
  }

  @Test func threadsAndOtherSequencesDoNotChangeABit() throws {
    let parameters = try Parameters(path: TrainingGoldens.path("llama"))
    let sequences = try (0..<6).flatMap { _ in try TrainingGoldens.sequences("llama") }
    func gradient(threads: Int) throws -> (Double, [Float]) {
      let before = BLAS.threads
      defer { BLAS.threads = before }
      BLAS.threads = threads
      let engine = GradientEngine(parameters, tokens: 100)
      let loss = engine.lossAndGradient(
        try sequences.packed(limit: 100, reduction: .sequenceMean))
      return (loss, Array(engine.gradient.elements))
    }
    let one = try gradient(threads: 1)
    let four = try gradient(threads: 4)
    #expect(one.0 == four.0)
    #expect(one.1 == four.1)
  }

  private func meanCrossEntropy(_ logits: Matrix<Double>, _ tokens: [Int32]) -> Double {
    var total = 0.0
    for position in 0..<tokens.count - 1 {
      let row = logits.row(position)
      let largest = row.max() ?? 0
      let sum = row.reduce(0) { $0 + exp($1 - largest) }
      total += log(sum) + largest - logits[position, Int(tokens[position + 1])]
    }
    return total / Double(tokens.count - 1)
  }
}
