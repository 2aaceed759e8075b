import Foundation
import LanguageModels
import LinearAlgebra
import TextFiles
import Testing

@testable import Finetuning

@Suite struct OptimizationTests {
  /// Ten numbers of which everything decays, or nothing.
  private final class Numbers: Learnable {
    let values = AlignedBuffer(zeros: 10)
    var decaying: [Range<Int>] { [0..<10] }
    func write(to folder: String, tokenizer: String?) {}
    func restore(from folder: String) {}
  }

  @Test func adamWAgreesWithPyTorch() throws {
    for golden in try #require(try TrainingGoldens.load("adamw").array) {
      var configuration = TrainingConfiguration()
      configuration.weightDecay = Float(try #require(golden["weight_decay"]?.double))
      let numbers = Numbers()
      for index in 0..<10 { numbers.values.base[index] = Float(0.5 * sin(Double(index))) }
      let optimizer = AdamW(configuration, for: numbers)
      let gradient = AlignedBuffer(zeros: 10)
      for (step, expected) in try #require(golden["path"]?.array).enumerated() {
        for index in 0..<10 {
          gradient.base[index] = Float(
            cos(Double(index + 3 * step)) * pow(10, Double(index - 6)) * 4)
        }
        optimizer.step(numbers.values, gradient: gradient, scale: 0.25, learningRate: 1e-2)
        for index in 0..<10 {
          let value = try #require(expected[index]?.double)
          #expect(abs(Double(numbers.values.base[index]) - value) < 2e-6)
        }
      }
    }
  }

  @Test func onlyMatricesDecayUnlessAskedFor() throws {
    let parameters = try Parameters(path: TrainingGoldens.path("gpt2"))
    let start = Array(parameters.values.elements)
    var configuration = TrainingConfiguration()
    configuration.weightDecay = 0.5
    let gradient = AlignedBuffer(zeros: parameters.count)
    AdamW(configuration, for: parameters).step(
      parameters.values, gradient: gradient, scale: 1, learningRate: 0.1)
    for parameter in parameters.list {
      let offset = try #require(parameters.offsets[parameter])
      let factor: Float = parameter.role.isMatrix ? 1 - 0.1 * 0.5 : 1
      for (index, value) in parameters.floats(of: parameter).enumerated() {
        #expect(value == start[offset + index] * factor)
      }
    }
  }

  @Test func learningRateWarmsUpAndFallsAlongACosine() {
    var configuration = TrainingConfiguration()
    configuration.steps = 110
    configuration.warmUpSteps = 10
    configuration.learningRate = 2
    configuration.finalShare = 0.1
    #expect(configuration.learningRate(step: 1) == 0.2)
    #expect(configuration.learningRate(step: 10) == 2)
    #expect(abs(configuration.learningRate(step: 60) - 1.1) < 1e-6)
    #expect(abs(configuration.learningRate(step: 110) - 0.2) < 1e-6)
  }

  @Test func reductionsWeighPositionsAsTheySay() throws {
    let sequences = [
      TrainingSequence(tokens: [1, 2, 3, 4, 5]), TrainingSequence(tokens: [1, 2]),
      TrainingSequence(tokens: [7]),
    ]
    func weights(_ reduction: LossReduction) throws -> [Float] {
      try sequences.packed(limit: 100, reduction: reduction).flatMap(\.weights)
    }
    #expect(try weights(.tokenMean) == [0.2, 0.2, 0.2, 0.2, 0.2])
    #expect(try weights(.sequenceMean) == [0.125, 0.125, 0.125, 0.125, 0.5])
    #expect(try weights(.sum) == [1, 1, 1, 1, 1])
    #expect(try sequences.packed(limit: 5, reduction: .sum).map(\.tokens.count) == [5, 3])
  }
}
