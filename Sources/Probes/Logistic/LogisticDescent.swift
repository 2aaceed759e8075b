/// The moving parts of one logistic fit: the current point, the curvature model and the memory of
/// steps taken under it.
///
/// It names the point it wants to know about and is told what was found there, so that many fits can
/// share a pass over the data; and it names the vector that its curvature model is to be applied to,
/// so that fits with the same model share its factor.
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
  private(set) var model = CurvatureModel.diagonal([])
  private var parameters: [Double]
  private var evaluation: LogisticProblems.Evaluation
  /// Gradient with respect to the model's variables.
  private var roundGradient: [Double] = []
  /// ½‖round gradient‖² at the start of the stage and after each step.
  private var history: [Double] = []
  /// ½ gᵀH⁻¹g with the memory's inverse Hessian, from the last descent direction.
  private var predictedGain = Double.infinity
  private var direction: [Double] = []
  private var line: (search: LineSearch, step: [Double])?
  /// What ``model`` is to be applied to next.
  private(set) var waiting: [Double]?
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
    roundGradient = model.apply([evaluation.gradient], transposed: false)[0]
    history = [0.5 * dot(roundGradient, roundGradient)]
    predictedGain = .infinity
    line = nil
  }

  /// Chooses a direction, unless one is being searched; false once the fit has converged. The
  /// direction waits for the model, transposed.
  mutating func aim() -> Bool {
    if line != nil { return true }
    if isConverged { return false }
    direction = memory.descent(roundGradient)
    var slope = dot(direction, roundGradient)
    if !(slope < 0) {
      memory.removeAll()
      direction = roundGradient.map { -$0 }
      slope = -dot(roundGradient, roundGradient)
    }
    predictedGain = -0.5 * slope
    if isConverged { return false }
    waiting = direction
    line = (LineSearch(value: evaluation.value, slope: slope), [])
    return true
  }

  /// The next point whose objective is wanted; `applied` is what the model made of the direction.
  mutating func propose(_ applied: [Double]?) -> [Double] {
    if let applied { line?.step = applied }
    waiting = nil
    var point = parameters
    if let line { add(line.search.step, line.step, to: &point) }
    return point
  }

  /// Takes in the objective at the point that was proposed. After a step its gradient waits for the
  /// model.
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
    for j in direction.indices { direction[j] *= step }
    evaluation = found
    waiting = found.gradient
    return .stepped
  }

  /// Ends a step with what the model made of its gradient.
  mutating func remember(_ newGradient: [Double]) {
    memory.append(step: direction, change: zip(newGradient, roundGradient).map { $0 - $1 })
    roundGradient = newGradient
    waiting = nil
    predictedGain = .infinity
    history.append(0.5 * dot(roundGradient, roundGradient))
  }

  /// Whether either of the solver's two bounds is under the tolerance.
  var isConverged: Bool {
    let gradient = evaluation.gradient
    return 0.5 * dot(gradient, gradient) <= goal || estimatedGap <= goal
  }

  /// The distance to the optimum at which to stop.
  private var goal: Double { tolerance * evaluation.value }

  /// ½ gᵀH⁻¹g by the more cautious of the model and L-BFGS, which has learnt where the model is
  /// wrong; infinite until a direction is known. A model without correlations may be off a hundred
  /// times, and is not believed before four steps.
  private var estimatedGap: Double {
    let doubt = model.isFactor ? 1.0 : history.count > 4 ? 100 : .infinity
    return doubt * max(history.last ?? .infinity, predictedGain)
  }

  /// Whether what is left is beneath the rounding of float32 features, so that no step can help.
  var isAtRounding: Bool {
    (history.last ?? .infinity) <= LineSearch.valueNoise * evaluation.value
  }

  /// Whether a better model of the curvature can still help: not after three dead ends.
  var worthAnotherModel: Bool { stagnated < 3 }

  /// How many more steps the stage needs at the rate of its last five; 0 before it took eight.
  func expectedIterations() -> Double {
    let span = 5
    guard history.count > 8, let last = history.last, last > 0 else { return 0 }
    let goal = goal / (model.isFactor ? 1 : 100)
    guard last > goal else { return 0 }
    let earlier = history[history.count - 1 - span]
    let rate = elementaryLog(earlier / last) / Double(span)
    return rate > 0 ? elementaryLog(last / goal) / rate : .infinity
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
    return LogisticSolution(
      parameters: parameters, heldLoss: evaluation.heldLoss,
      report: SolverReport(
        iterations: iterations, passes: passes, factorizations: factorizations,
        objective: evaluation.value, gradientNorm: norm,
        relativeGap: min(certain, estimatedGap) / max(evaluation.value, 1e-300),
        converged: isConverged))
  }
}
