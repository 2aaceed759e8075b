public import LinearAlgebra

/// What a head should say of each example.
public enum HeadTargets: Sendable {
  /// A class 0, 1, ... or, for a regression, a number each.
  case values([Float])
  /// A distribution over the outputs each, [examples × outputs].
  case distributions(Matrix<Float>)

  /// The number of examples.
  public var count: Int {
    switch self {
    case .values(let values): values.count
    case .distributions(let matrix): matrix.rows
    }
  }

  func check(_ options: HeadOptions) throws {
    switch self {
    case .values(let values) where options.loss.isClassification:
      let isClass = { (value: Float) in
        value >= 0 && value < Float(options.classes) && value == value.rounded()
      }
      guard let bad = values.first(where: { !isClass($0) }) else { return }
      throw ProbesError.badOption(
        "The classes of a head go from 0 to \(options.classes - 1); found \(bad).")
    case .values(let values):
      guard let bad = values.first(where: { !$0.isFinite }) else { return }
      throw ProbesError.badOption("The targets of a head are finite numbers; found \(bad).")
    case .distributions(let matrix):
      guard !options.loss.isClassification || matrix.columns != options.classes else { return }
      throw ProbesError.badOption(
        "Distributions as targets need the cross-entropy loss and one probability an output.")
    }
  }
}

extension HeadLoss {
  /// The loss of one example, and its gradient by the outputs.
  func value(
    _ outputs: UnsafePointer<Float>, count: Int, of targets: HeadTargets, example: Int,
    gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    guard isClassification else {
      guard case .values(let values) = targets else {
        preconditionFailure("a regression has a number as target")
      }
      return squared(Double(outputs[0]), Double(values[example]), gradient)
    }
    var largest = outputs[0]
    for place in 1..<count { largest = max(largest, outputs[place]) }
    var total = 0.0
    for place in 0..<count {
      let exponential = elementaryExp(Double(outputs[place] - largest))
      gradient[place] = Float(exponential)
      total += exponential
    }
    let scale = Double(largest) + elementaryLog(total)
    let share = Float(1 / total)
    for place in 0..<count { gradient[place] *= share }
    switch targets {
    case .values(let values):
      let target = Int(values[example])
      gradient[target] -= 1
      return scale - Double(outputs[target])
    case .distributions(let matrix):
      var loss = 0.0
      for (place, probability) in matrix.row(example).enumerated() {
        gradient[place] -= probability
        loss += Double(probability) * (scale - Double(outputs[place]))
      }
      return loss
    }
  }

  private func squared(
    _ prediction: Double, _ target: Double, _ gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    let error = prediction - target
    switch self {
    case .entropyWeighted:
      let weight = 1 / max(target, 0.1)
      gradient[0] = Float(2 * error * weight)
      return error * error * weight
    case .underestimatePenalised:
      let short = max(-error, 0)
      gradient[0] = Float(2 * error - 2 * short)
      return error * error + short * short
    case .squaredError, .crossEntropy:
      gradient[0] = Float(2 * error)
      return error * error
    }
  }
}
