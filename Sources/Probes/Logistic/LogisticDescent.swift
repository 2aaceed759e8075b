/// The moving parts of a logistic fit: the current point, the curvature model and the memory of
/// steps taken under it.
struct LogisticDescent {
  private let objective: LogisticObjective
  private let tolerance: Double
  private var memory: LimitedMemory
  private var model = CurvatureModel.diagonal([])
  private var parameters: [Double]
  private var value: Double
  private var gradient: [Double]
  /// Gradient with respect to the model's variables.
  private var roundGradient: [Double] = []
  /// ½‖round gradient‖² at the start of the stage and after each step.
  private var history: [Double] = []
  /// ½ gᵀH⁻¹g with the memory's inverse Hessian, from the last descent direction.
  private var predictedGain = Double.infinity
  private var iterations = 0
  private var factorizations = 0
  private var stagnated = 0
  private(set) var passes = 0

  init(objective: LogisticObjective, start: [Double], memory: Int, tolerance: Double) {
    precondition(start.count == objective.dimension, "A start has one number a parameter.")
    self.objective = objective
    self.tolerance = tolerance
    self.memory = LimitedMemory(capacity: memory)
    parameters = start
    gradient = [Double](repeating: 0, count: start.count)
    value = objective.evaluate(start, gradient: &gradient)
    passes = 1
  }

  /// Changes the variables; the memory of steps in the old ones is dropped.
  mutating func use(_ newModel: CurvatureModel, isFactorization: Bool = false) {
    model = newModel
    if isFactorization { factorizations += 1 }
    memory.removeAll()
    roundGradient = model.transform(gradient)
    history = [0.5 * dot(roundGradient, roundGradient)]
    predictedGain = .infinity
  }

  /// Takes one step; false when none could be found.
  mutating func advance() -> Bool {
    var direction = memory.descent(roundGradient)
    var slope = dot(direction, roundGradient)
    if !(slope < 0) {
      memory.removeAll()
      direction = roundGradient.map { -$0 }
      slope = -dot(roundGradient, roundGradient)
    }
    predictedGain = -0.5 * slope
    if isConverged { return true }
    let objective = objective
    var used = 0
    let point = LineSearch().search(
      from: parameters, value: value, slope: slope, direction: model.step(direction)
    ) { parameters, gradient in
      used += 1
      return objective.evaluate(parameters, gradient: &gradient)
    }
    passes += used
    iterations += 1
    guard let point else {
      stagnated += 1
      return false
    }
    let old = roundGradient
    (parameters, value, gradient) = (point.parameters, point.value, point.gradient)
    roundGradient = model.transform(gradient)
    predictedGain = .infinity
    memory.append(
      step: direction.map { $0 * point.step }, change: zip(roundGradient, old).map { $0 - $1 })
    history.append(0.5 * dot(roundGradient, roundGradient))
    return true
  }

  /// Whether either of the solver's two bounds is under the tolerance.
  ///
  /// With a factor both views of the gap must agree: the factor's own, and that of L-BFGS, which has
  /// learnt where the factor is wrong.
  var isConverged: Bool {
    if 0.5 * dot(gradient, gradient) <= tolerance * value { return true }
    return model.isFactor && estimatedGap <= tolerance * value
  }

  /// ½ gᵀH⁻¹g by the more cautious of factor and L-BFGS; infinite until a direction is known.
  private var estimatedGap: Double { max(history.last ?? .infinity, predictedGain) }

  /// Whether a better model of the curvature can still help: not after three dead ends.
  var worthAnotherModel: Bool { stagnated < 3 }

  /// How many more steps the stage needs at the rate of its last five; 0 before it took eight.
  func expectedIterations() -> Double {
    let span = 5
    guard history.count > 8, let last = history.last, last > 0 else { return 0 }
    let goal = model.isFactor ? tolerance * value : goalWithoutFactor(last)
    guard last > goal else { return 0 }
    let earlier = history[history.count - 1 - span]
    let rate = elementaryLog(earlier / last) / Double(span)
    return rate > 0 ? elementaryLog(last / goal) / rate : .infinity
  }

  /// Without a factor only the plain gradient counts: the same reduction, in round units.
  private func goalWithoutFactor(_ last: Double) -> Double {
    last * min(1, tolerance * value / (0.5 * dot(gradient, gradient)))
  }

  /// Each row's curvature at the current point; one pass.
  mutating func curvature() -> [Float] {
    var unused = gradient
    let objective = objective
    let parameters = parameters
    passes += 1
    return [Float](unsafeUninitializedCapacity: objective.data.count) { buffer, count in
      _ = objective.evaluate(parameters, gradient: &unused, curvature: buffer.baseAddress)
      count = objective.data.count
    }
  }

  func solution() -> LogisticSolution {
    let norm = dot(gradient, gradient).squareRoot()
    let certain = 0.5 * norm * norm
    let estimated = model.isFactor ? estimatedGap : certain
    return LogisticSolution(
      parameters: parameters,
      report: SolverReport(
        iterations: iterations, passes: passes, factorizations: factorizations, objective: value,
        gradientNorm: norm, relativeGap: min(certain, estimated) / max(value, 1e-300),
        converged: isConverged))
  }
}
