import LinearAlgebra
import Statistics

/// The loss at a validation.
public struct HeadCheck: Sendable, Equatable {
  /// Steps taken.
  public let step: Int
  /// Mean loss of the steps since the last validation, with dropout; nil before the first step.
  public let trainingLoss: Double?
  /// Mean loss over the validation examples, without dropout.
  public let validationLoss: Double
}

/// Trains a head by Adam on batches in a seeded random order over all examples, and keeps the weights
/// of the lowest validation loss.
///
/// The same examples and options give the same head to the last bit, on any number of threads.
/// - Parameters:
///   - training: the examples that gradients are taken of.
///   - validation: the examples that decide which weights are kept.
///   - options: how the head is built and trained.
///   - start: the weights to begin with; nil for new ones.
///   - checked: told of every validation; throw to stop.
/// - Throws: ``ProbesError/badOption(_:)`` for options or targets that do not fit,
///   ``ProbesError/notFinite(tap:row:feature:)``, and what `checked` throws.
/// - Cost: about six operations a weight and example, and the features of the batch.
public func trainHead(
  _ training: HeadExamples, validation: HeadExamples, options: HeadOptions = .paperMLP,
  start: Perceptron? = nil, checked: (HeadCheck) throws -> Void = { _ in }
) throws -> TrainedHead {
  try options.check()
  try training.targets.check(options)
  try validation.targets.check(options)
  let width = training.features.width
  guard validation.features.width == width else {
    throw ProbesError.otherWidth(
      tap: training.features.tap, expected: width, found: validation.features.width)
  }
  var trainer = try HeadTrainer(training, options, start)
  return try trainer.run(validation, checked)
}

/// Trains a head for exactly so many steps, without validation, and keeps the weights of the last: what
/// ``trainHead(_:validation:options:start:checked:)`` would have after them.
///
/// - Throws: ``ProbesError/badOption(_:)`` for options or targets that do not fit,
///   ``ProbesError/notFinite(tap:row:feature:)``.
public func trainHead(
  _ training: HeadExamples, options: HeadOptions, steps: Int
) throws -> TrainedHead {
  try options.check()
  try training.targets.check(options)
  var trainer = try HeadTrainer(training, options, nil)
  return trainer.run(steps: steps)
}

/// A head being trained.
private struct HeadTrainer {
  private let examples: HeadExamples
  private let options: HeadOptions
  private let standardizer: Standardizer
  private let random: RandomGenerator
  private var network: Perceptron
  private var adam: Adam
  private var gradient: [Float]

  init(_ examples: HeadExamples, _ options: HeadOptions, _ start: Perceptron?) throws {
    self.examples = examples
    self.options = options
    // Fitting it also finds values that are not finite.
    let fitted = try Standardizer(fitting: examples.features, rows: examples.rows)
    let width = examples.features.width
    standardizer = options.standardises ? fitted : .identity(width: width)
    random = RandomGenerator(seed: options.seed).child("head")
    network =
      start
      ?? Perceptron(
        widths: [width] + options.hidden + [options.outputs], random: random.child("weights"))
    guard network.widths[0] == width, network.widths.last == options.outputs else {
      throw ProbesError.otherWidth(
        tap: examples.features.tap, expected: network.widths[0], found: width)
    }
    adam = Adam(network.parameters.count, learningRate: options.learningRate)
    gradient = [Float](repeating: 0, count: network.parameters.count)
  }

  mutating func run(
    _ validation: HeadExamples, _ checked: (HeadCheck) throws -> Void
  ) throws -> TrainedHead {
    var best = (network: network, loss: try loss(validation), step: 0)
    var checks = [HeadCheck(step: 0, trainingLoss: nil, validationLoss: best.loss)]
    var (step, sum, misses) = (0, 0.0, 0)
    let total = options.steps(examples: examples.rows.count)
    training: for epoch in 0..<options.epochs {
      for batch in batches(epoch) {
        sum += train(on: batch, step: step)
        step += 1
        let isLast = step == total
        guard step.isMultiple(of: options.validationInterval) || isLast else { continue }
        let steps = step - (checks.last?.step ?? 0)
        let check = HeadCheck(
          step: step, trainingLoss: sum / Double(steps), validationLoss: try loss(validation))
        checks.append(check)
        try checked(check)
        (sum, misses) = (0, misses + 1)
        if check.validationLoss < best.loss {
          best = (network, check.validationLoss, step)
          misses = 0
        }
        if let patience = options.patience, misses >= patience { break training }
      }
    }
    return TrainedHead(
      network: best.network, standardizer: standardizer, tap: examples.features.tap,
      options: options, bestStep: best.step, checks: checks)
  }

  mutating func run(steps: Int) -> TrainedHead {
    var (step, epoch) = (0, 0)
    while step < steps {
      for batch in batches(epoch).prefix(steps - step) {
        _ = train(on: batch, step: step)
        step += 1
      }
      epoch += 1
    }
    return TrainedHead(
      network: network, standardizer: standardizer, tap: examples.features.tap, options: options,
      bestStep: step, checks: [])
  }

  /// All examples once, in the order of an epoch.
  private func batches(_ epoch: Int) -> [ArraySlice<Int>] {
    var order = random.child("order").child(epoch)
    let places = order.permutation(examples.rows.count)
    return stride(from: 0, to: places.count, by: options.batch).map {
      places[$0..<min(places.count, $0 + options.batch)]
    }
  }

  private mutating func train(on places: ArraySlice<Int>, step: Int) -> Double {
    let input = examples.gather(places, standardizer)
    var pass = PerceptronPass(network, rows: places.count)
    let dropping =
      options.dropout > 0 ? (options.dropout, random.child("dropout").child(step)) : nil
    let loss = network.parameters.withUnsafeBufferPointer { parameters in
      input.withView { input in
        pass.forward(parameters, input, dropping: dropping)
        let (loss, outputGradient) = losses(pass.outputs, places, examples.targets)
        gradient.withUnsafeMutableBufferPointer {
          pass.backward(parameters, input, outputGradient: outputGradient, into: $0)
        }
        return loss
      }
    }
    adam.update(&network.parameters, gradient)
    return loss
  }

  /// The mean loss of some examples, and its gradient by their outputs.
  private func losses(
    _ outputs: Matrix<Float>, _ places: ArraySlice<Int>, _ targets: HeadTargets
  ) -> (loss: Double, gradient: Matrix<Float>) {
    var gradient = Matrix<Float>(rows: outputs.rows, columns: outputs.columns)
    var losses = [Double](repeating: 0, count: outputs.rows)
    let share = 1 / Float(outputs.rows)
    let (loss, first) = (options.loss, places.startIndex)
    outputs.withView { outputs in
      gradient.withMutableView { gradient in
        losses.withUnsafeMutableBufferPointer { losses in
          // Every row has a place of its own.
          nonisolated(unsafe) let losses = losses
          parallelFor(outputs.rows, grain: max(1, (1 << 14) / outputs.columns)) { rows in
            for row in rows {
              losses[row] = loss.value(
                outputs.row(row), count: outputs.columns, of: targets,
                example: places[first + row], gradient: gradient.row(row))
              for column in 0..<outputs.columns { gradient.row(row)[column] *= share }
            }
          }
        }
      }
    }
    return (losses.reduce(0, +) / Double(places.count), gradient)
  }

  private func loss(_ examples: HeadExamples) throws -> Double {
    let places = Array(examples.rows.indices)
    var sum = 0.0
    let chunk = TrainedHead.chunk(outputs: options.outputs)
    for start in stride(from: 0, to: places.count, by: chunk) {
      let part = places[start..<min(places.count, start + chunk)]
      let outputs = network.outputs(examples.gather(part, standardizer))
      sum += losses(outputs, part, examples.targets).loss * Double(part.count)
    }
    let loss = sum / Double(places.count)
    guard loss.isFinite else {
      throw ProbesError.badOption(
        "The loss of the head is no longer finite; use a smaller learning rate than "
          + "\(options.learningRate), or standardise the features.")
    }
    return loss
  }
}
