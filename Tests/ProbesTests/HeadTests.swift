import LinearAlgebra
import Statistics
import TestSupport
import Testing
import TextFiles

@testable import Probes

/// Heads against PyTorch, finite differences and what their options promise.
@Suite struct HeadTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    let loss: HeadLoss
    let widths: [Int]
    let json: JSONValue

    var testDescription: String { "\(loss.rawValue) \(widths)" }

    func floats(_ key: String) throws -> [Float] { try json.numbers(key).map { Float($0) } }

    /// All rows in one batch, no dropout, PyTorch's start.
    func train(steps: Int) throws -> (head: TrainedHead, examples: HeadExamples) {
      let features = try floats("features")
      let matrix = Matrix(
        rows: features.count / widths[0], columns: widths[0], elements: features)
      let examples = try HeadExamples(
        LayerFeatures(tap: "block.1", matrix: matrix), targets: .values(floats("targets")))
      var options = HeadOptions()
      options.hidden = Array(widths.dropFirst().dropLast())
      options.dropout = 0
      options.loss = loss
      options.classes = 3
      options.learningRate = 0.01
      options.batch = matrix.rows
      options.epochs = steps
      options.validationInterval = 1
      options.patience = nil
      let start = Perceptron(widths: widths, parameters: try floats("start"))
      let head = try trainHead(examples, validation: examples, options: options, start: start)
      return (head, examples)
    }
  }

  static let goldens: [Golden] = (try? load()) ?? []

  private static func load() throws -> [Golden] {
    let cases = try #require(JSONValue.load(path: Goldens.path("heads.json")).array)
    return try cases.map { json in
      Golden(
        loss: try #require(json["loss"]?.string.flatMap(HeadLoss.init(rawValue:))),
        widths: try json.numbers("widths").map { Int($0) }, json: json)
    }
  }

  @Test func thereIsAGoldenForEveryLossAndDepth() { #expect(Self.goldens.count == 12) }

  @Test(arguments: goldens)
  func stepsAreThoseOfPyTorch(golden: Golden) throws {
    let (head, examples) = try golden.train(steps: 25)
    let losses = try golden.json.numbers("losses")
    let validation = head.checks.dropLast().map(\.validationLoss)
    #expect(worstDistance(validation, losses) < 1e-4)
    // The order of the rows differs, and with it the rounding of sums.
    if head.bestStep == 25 {
      let end = try golden.floats("end")
      let distance = worstDistance(
        head.network.parameters.map(Double.init), end.map(Double.init))
      #expect(distance < 2e-4)
      let outputs = try head.outputs(of: examples.features, rows: examples.rows).elements
      #expect(worstDistance(outputs.map(Double.init), try golden.json.numbers("outputs")) < 1e-3)
    }
  }

  @Test(arguments: goldens)
  func gradientsAreThoseOfPyTorchAndOfFiniteDifferences(golden: Golden) throws {
    let parameters = try golden.floats("start")
    let features = try golden.floats("features")
    let targets = HeadTargets.values(try golden.floats("targets"))
    let input = Matrix(
      rows: features.count / golden.widths[0], columns: golden.widths[0], elements: features)
    let gradient = Self.gradient(parameters, golden, input, targets)
    #expect(worstDistance(gradient.map(Double.init), try golden.json.numbers("gradient")) < 1e-5)
    var worst = 0.0
    for place in stride(from: 0, to: parameters.count, by: 3) {
      func moved(_ by: Float) -> Double {
        var moved = parameters
        moved[place] += by
        return Self.loss(moved, golden, input, targets)
      }
      let slope = (moved(1e-2) - moved(-1e-2)) / 2e-2
      worst = max(worst, abs(slope - Double(gradient[place])))
    }
    #expect(worst < 2e-2)
  }

  private static func loss(
    _ parameters: [Float], _ golden: Golden, _ input: Matrix<Float>, _ targets: HeadTargets
  ) -> Double {
    let outputs = Perceptron(widths: golden.widths, parameters: parameters).outputs(input)
    var unused = [Float](repeating: 0, count: outputs.columns)
    var sum = 0.0
    outputs.withView { outputs in
      for row in 0..<outputs.rows {
        sum += golden.loss.value(
          outputs.row(row), count: outputs.columns, of: targets, example: row, gradient: &unused)
      }
    }
    return sum / Double(outputs.rows)
  }

  private static func gradient(
    _ parameters: [Float], _ golden: Golden, _ input: Matrix<Float>, _ targets: HeadTargets
  ) -> [Float] {
    let network = Perceptron(widths: golden.widths, parameters: parameters)
    var pass = PerceptronPass(network, rows: input.rows)
    var result = [Float](repeating: 0, count: parameters.count)
    parameters.withUnsafeBufferPointer { numbers in
      input.withView { input in
        pass.forward(numbers, input, dropping: nil)
        let outputs = pass.outputs
        var upper = Matrix<Float>(rows: outputs.rows, columns: outputs.columns)
        outputs.withView { outputs in
          upper.withMutableView { upper in
            for row in 0..<outputs.rows {
              _ = golden.loss.value(
                outputs.row(row), count: outputs.columns, of: targets, example: row,
                gradient: upper.row(row))
              for column in 0..<outputs.columns { upper.row(row)[column] /= Float(outputs.rows) }
            }
          }
        }
        result.withUnsafeMutableBufferPointer {
          pass.backward(numbers, input, outputGradient: upper, into: $0)
        }
      }
    }
    return result
  }

  /// Two rings, which no linear head tells apart.
  private static func rings(_ count: Int, seed: UInt64) throws -> HeadExamples {
    var random = RandomGenerator(seed: seed)
    var (elements, targets): ([Float], [Float]) = ([], [])
    for index in 0..<count {
      let (x, y) = (random.normal(), random.normal())
      let length = (x * x + y * y).squareRoot()
      let radius = (index.isMultiple(of: 2) ? 1 : 2) + 0.1 * random.normal()
      elements += [Float(radius * x / length), Float(radius * y / length)]
      targets.append(index.isMultiple(of: 2) ? 0 : 1)
    }
    return try HeadExamples(
      LayerFeatures(tap: "final_norm", matrix: Matrix(rows: count, columns: 2, elements: elements)),
      targets: .values(targets))
  }

  private static func small() -> HeadOptions {
    var options = HeadOptions()
    options.hidden = [64]
    options.learningRate = 5e-3
    options.epochs = 30
    options.validationInterval = 20
    return options
  }

  private static func accuracy(_ head: TrainedHead, _ examples: HeadExamples) throws -> Double {
    guard case .values(let classes) = examples.targets else { return .nan }
    let scores = try head.scores(of: examples.features, rows: examples.rows)
    let right = zip(scores, classes).count { ($0 > 0) == ($1 == 1) }
    return Double(right) / Double(scores.count)
  }

  @Test func aHiddenLayerTellsRingsApartAndALinearHeadDoesNot() throws {
    let (training, test) = (try Self.rings(600, seed: 1), try Self.rings(400, seed: 2))
    let head = try trainHead(training, validation: test, options: Self.small())
    #expect(try Self.accuracy(head, test) > 0.95)
    let best = head.checks.map(\.validationLoss).min()
    #expect(head.checks.first { $0.step == head.bestStep }?.validationLoss == best)
    let probabilities = try head.probabilities(of: test.features, rows: [3, 4])
    #expect(abs(probabilities[0, 0] + probabilities[0, 1] - 1) < 1e-6)
    var linear = Self.small()
    linear.hidden = []
    #expect(try Self.accuracy(trainHead(training, validation: test, options: linear), test) < 0.65)
  }

  @Test func sameSeedSameHeadOnAnyNumberOfThreads() throws {
    let (training, test) = (try Self.rings(300, seed: 1), try Self.rings(100, seed: 2))
    var options = Self.small()
    options.epochs = 4
    let head = try trainHead(training, validation: test, options: options)
    let threads = BLAS.threads
    BLAS.threads = 1
    defer { BLAS.threads = threads }
    #expect(try trainHead(training, validation: test, options: options) == head)
    options.seed = 43
    #expect(try trainHead(training, validation: test, options: options).network != head.network)
  }

  @Test func patienceEndsTraining() throws {
    let (training, test) = (try Self.rings(300, seed: 1), try Self.rings(100, seed: 2))
    var options = Self.small()
    options.hidden = []
    options.patience = 3
    options.epochs = 1000
    let head = try trainHead(training, validation: test, options: options)
    let last = try #require(head.checks.last)
    #expect(last.step - head.bestStep == 3 * options.validationInterval)
    #expect(throws: ProbesError.cancelled) {
      try trainHead(training, validation: test, options: options) { _ in throw ProbesError.cancelled
      }
    }
  }

  @Test func distributionsAreLearntAsTargets() throws {
    let targets = Matrix<Float>(
      rows: 40, columns: 3, elements: (0..<40).flatMap { _ in [0.5, 0.3, 0.2] as [Float] })
    let features = LayerFeatures(
      tap: "final_norm", matrix: Matrix(rows: 40, columns: 2, repeating: 1))
    let examples = try HeadExamples(features, targets: .distributions(targets))
    var options = Self.small()
    options.hidden = []
    options.classes = 3
    options.epochs = 600
    options.patience = nil
    let head = try trainHead(examples, validation: examples, options: options)
    let learnt = try head.probabilities(of: features, rows: [0]).elements
    #expect(worstDistance(learnt.map(Double.init), [0.5, 0.3, 0.2]) < 1e-3)
  }

  @Test func whatDoesNotFitIsSaid() throws {
    let examples = try Self.rings(20, seed: 1)
    func message(_ change: (inout HeadOptions) -> Void) -> String {
      var options = Self.small()
      change(&options)
      let error = #expect(throws: ProbesError.self) {
        try trainHead(examples, validation: examples, options: options)
      }
      return error?.description ?? ""
    }
    #expect(message { $0.hidden = [0] }.contains("positive width"))
    #expect(message { $0.dropout = 1 }.contains("Dropout goes from 0"))
    #expect(message { $0.learningRate = 0 }.contains("learning rate"))
    #expect(message { $0.batch = 0 }.contains("are positive"))
    #expect(message { $0.classes = 1 }.contains("at least two classes"))
    let three = try HeadExamples(
      examples.features, targets: .values([Float](repeating: 2, count: 20)))
    let error = #expect(throws: ProbesError.self) {
      try trainHead(three, validation: three, options: Self.small())
    }
    #expect(error?.description.contains("go from 0 to 1; found 2.0") == true)
    #expect(throws: ProbesError.self) {
      try HeadExamples(examples.features, rows: [0], targets: .values([]))
    }
    let other = LayerFeatures(tap: "block.2", matrix: Matrix(rows: 1, columns: 2))
    var options = Self.small()
    options.epochs = 1
    let head = try trainHead(examples, validation: examples, options: options)
    #expect(throws: ProbesError.missingTap(name: "final_norm", available: ["block.2"])) {
      try head.scores(of: other, rows: [0])
    }
  }
}
