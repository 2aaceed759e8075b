/// The moving parts of one logistic fit: the current point, the curvature model and the memory of
/// steps taken under it.
///
/// It names the point it wants to know about and is told what was found there, so that many fits can
/// share a pass over the data.
struct LogisticDescent: Sendable {
  /// What became of the point that was asked for.
  enum Outcome: Sendable {
    /// The search along the direction goes on.
    case searching
    /// A step was taken.
    case stepped
    /// No step was better than rounding.
    case stuck
  }

  private let tolerance: Double
  private var memory: LimitedMemory
  private var model = CurvatureModel.diagonal([])
  private var parameters: [Double]
  private var evaluation: LogisticProblems.Evaluation
  /// Gradient with respect to the model's variables.
  private var roundGradient: [Double] = []
  /// ½‖round gradient‖² at the start of the stage and after each step.
  private var history: [Double] = []
  /// ½ gᵀH⁻¹g with the memory's inverse Hessian, from the last descent direction.
  private var predictedGain = Double.infinity
  private var line: (search: LineSearch, direction: [Double], step: [Double])?
  private var iterations = 0
  private var factorizations = 0
  private var stagnated = 0
  private(set) var passes = 1

  /// Starts at a point whose objective is known.
  init(
    at start: [Double], _ evaluation: LogisticProblems.Evaluation, memory: Int, tolerance: Double
  ) {
    (parameters, self.evaluation, self.tolerance) = (start, evaluation, tolerance)
    self.memory = LimitedMemory(capacity: memory)
  }

  /// Changes the variables; the memory of steps in the old ones is dropped.
  mutating func use(_ newModel: CurvatureModel, isFactorization: Bool = false) {
    model = newModel
    if isFactorization { factorizations += 1 }
    memory.removeAll()
    roundGradient = model.transform(evaluation.gradient)
    history = [0.5 * dot(roundGradient, roundGradient)]
    predictedGain = .infinity
    line = nil
  }

  /// The next point whose objective is wanted; nil once the fit has converged.
  mutating func propose() -> [Double]? {
    if line == nil {
      if isConverged { return nil }
      var direction = memory.descent(roundGradient)
      var slope = dot(direction, roundGradient)
      if !(slope < 0) {
        memory.removeAll()
        direction = roundGradient.map { -$0 }
        slope = -dot(roundGradient, roundGradient)
      }
      predictedGain = -0.5 * slope
      if isConverged { return nil }
      line = (LineSearch(value: evaluation.value, slope: slope), direction, model.step(direction))
    }
    guard let line else { return nil }
    var point = parameters
    add(line.search.step, line.step, to: &point)
    return point
  }

  /// Takes in the objective at the point that ``propose()`` named.
  mutating func receive(_ found: LogisticProblems.Evaluation) -> Outcome {
    guard var line else { return .stuck }
    passes += 1
    let step = line.search.step
    switch line.search.judge(value: found.value, slope: dot(found.gradient, line.step)) {
    case .continued:
      self.line = line
      return .searching
    case .failed:
      self.line = nil
      iterations += 1
      stagnated += 1
      return .stuck
    case .accepted:
      self.line = nil
      iterations += 1
    }
    add(step, line.step, to: &parameters)
    evaluation = found
    let old = roundGradient
    roundGradient = model.transform(found.gradient)
    predictedGain = .infinity
    memory.append(
      step: line.direction.map { $0 * step }, change: zip(roundGradient, old).map { $0 - $1 })
    history.append(0.5 * dot(roundGradient, roundGradient))
    return .stepped
  }

  /// Whether either of the solver's two bounds is under the tolerance.
  ///
  /// With a factor both views of the gap must agree: the factor's own, and that of L-BFGS, which has
  /// learnt where the factor is wrong.
  var isConverged: Bool {
    let (gradient, value) = (evaluation.gradient, evaluation.value)
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
    let goal = model.isFactor ? tolerance * evaluation.value : goalWithoutFactor(last)
    guard last > goal else { return 0 }
    let earlier = history[history.count - 1 - span]
    let rate = elementaryLog(earlier / last) / Double(span)
    return rate > 0 ? elementaryLog(last / goal) / rate : .infinity
  }

  /// Without a factor only the plain gradient counts: the same reduction, in round units.
  private func goalWithoutFactor(_ last: Double) -> Double {
    let gradient = evaluation.gradient
    return last * min(1, tolerance * evaluation.value / (0.5 * dot(gradient, gradient)))
  }

  /// Each row's curvature at the current point; one pass.
  mutating func curvature(of problem: Int, in problems: LogisticProblems) -> [Float] {
    passes += 1
    return problems.curvature(problem, parameters)
  }

  func solution() -> LogisticSolution {
    let gradient = evaluation.gradient
    let norm = dot(gradient, gradient).squareRoot()
    let certain = 0.5 * norm * norm
    let estimated = model.isFactor ? estimatedGap : certain
    return LogisticSolution(
      parameters: parameters, heldLoss: evaluation.heldLoss,
      report: SolverReport(
        iterations: iterations, passes: passes, factorizations: factorizations,
        objective: evaluation.value, gradientNorm: norm,
        relativeGap: min(certain, estimated) / max(evaluation.value, 1e-300),
        converged: isConverged))
  }
}
