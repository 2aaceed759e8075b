import LinearAlgebra

/// Minimises logistic objectives that share their rows: L-BFGS in variables that a Cholesky factor of
/// the curvature has made round, all problems from the same passes over the features.
///
/// Three kinds of stages follow each other for as long as a problem needs them: without correlations
/// (enough for well-conditioned features), with the Gram matrix of a sample of rows at equal
/// curvature, and with the Hessian at the current point, where every first step is a Newton step
/// (separable classes, strong imbalance, few rows). A stage ends when its own rate of convergence
/// promises less than the next one costs; costs are counted in operations, never in seconds, so a
/// fit is the same on every machine and for any number of threads. The first stage is left out when
/// a few rows already show that the features are correlated.
///
/// It stops when ½‖g‖² ≤ tolerance · F, which bounds the distance to the optimum because F is
/// 1-strongly convex in the weights; or when ½ gᵀH⁻¹g ≤ tolerance · F with both L-BFGS's and the
/// model's own inverse Hessian, a hundredth of it while there is no factor.
struct LogisticSolver: Sendable {
  /// The relative distance to the optimum at which to stop; float32 features carry about 1e-8.
  var tolerance = 1e-8
  /// The most times that the features may be read.
  var maximumPasses = 3000
  /// Steps that L-BFGS remembers.
  var memory = 12
  /// Asked between passes; the fit throws ``ProbesError/cancelled`` when it answers true.
  var isCancelled: @Sendable () -> Bool = { false }

  /// Minimises every problem, from `starts` (zero weights and the intercept of the base rate when
  /// nil).
  ///
  /// `curvature` keeps what was learnt about these rows for further calls.
  func minimize(
    _ problems: LogisticProblems, from starts: [[Double]]? = nil,
    curvature: inout SharedCurvature
  ) throws -> [LogisticSolution] {
    let starts = starts ?? problems.problems.indices.map { Self.nullModel(problems, $0) }
    let first = problems.evaluate(starts.enumerated().map { ($0, $1) })
    var fits = try starts.indices.map { index in
      var fit = ProblemFit(
        index,
        LogisticDescent(
          at: starts[index], first[index], memory: memory, tolerance: tolerance))
      try fit.begin(problems, curvature: &curvature)
      return fit
    }
    while true {
      if isCancelled() { throw ProbesError.cancelled }
      Self.update(&fits) { $0.aim() }
      Self.applyModels(&fits, transposed: true)
      Self.update(&fits) { $0.propose() }
      let active = fits.indices.filter { fits[$0].point != nil }
      guard !active.isEmpty else { break }
      let found = problems.evaluate(
        active.compactMap { index in fits[index].point.map { (index, $0) } })
      for (index, evaluation) in zip(active, found) { fits[index].found = evaluation }
      Self.update(&fits) { $0.receive() }
      Self.applyModels(&fits, transposed: false)
      Self.update(&fits) { $0.remember() }
      for index in active {
        try fits[index].advance(problems, maximumPasses, curvature: &curvature)
      }
    }
    return fits.map { $0.descent.solution() }
  }

  /// Applies `body` to every fit, on all threads.
  private static func update(
    _ fits: inout [ProblemFit], _ body: @Sendable (inout ProblemFit) -> Void
  ) {
    fits.withUnsafeMutableBufferPointer { buffer in
      // Every index touches its own fit.
      nonisolated(unsafe) let fits = buffer
      parallelFor(fits.count) { range in
        for index in range { body(&fits[index]) }
      }
    }
  }

  /// Applies each waiting fit's model; fits that share a factor read it together.
  private static func applyModels(_ fits: inout [ProblemFit], transposed: Bool) {
    var groups: [[Int]] = []
    for index in fits.indices where fits[index].descent.waiting != nil {
      let model = fits[index].descent.model
      let place = groups.firstIndex {
        $0.count < TriangularFactor.sidesTogether && fits[$0[0]].descent.model.shares(with: model)
      }
      if let place { groups[place].append(index) } else { groups.append([index]) }
    }
    fits.withUnsafeMutableBufferPointer { buffer in
      // Every group touches its own fits.
      nonisolated(unsafe) let fits = buffer
      let groups = groups
      parallelFor(groups.count) { range in
        for group in range.map({ groups[$0] }) {
          let vectors = group.compactMap { fits[$0].descent.waiting }
          let applied = fits[group[0]].descent.model.apply(vectors, transposed: transposed)
          for (index, vector) in zip(group, applied) { fits[index].applied = vector }
        }
      }
    }
  }

  /// Zero weights and the intercept that gives every row the base rate.
  static func nullModel(_ problems: LogisticProblems, _ problem: Int) -> [Double] {
    var parameters = [Double](repeating: 0, count: problems.dimension)
    let column = problems.problems[problem].column
    parameters[problems.data.width] = problems.columns.summaries[column].logit
    return parameters
  }
}

/// One problem on its way through the stages.
private struct ProblemFit: Sendable {
  let problem: Int
  var descent: LogisticDescent
  private var stage = Stage.uncorrelated
  private var outcome = LogisticDescent.Outcome.stepped
  private var isFinished = false
  /// What is wanted from the next pass; nil when the fit is done.
  private(set) var point: [Double]?
  /// What the pass found there.
  var found: LogisticProblems.Evaluation?
  /// What the model made of the vector that waited for it.
  var applied: [Double]?

  init(_ problem: Int, _ descent: LogisticDescent) {
    (self.problem, self.descent) = (problem, descent)
  }

  /// Chooses the first model of the curvature.
  mutating func begin(
    _ problems: LogisticProblems, curvature: inout SharedCurvature
  ) throws {
    if curvature.isWorthwhile(for: problems, problem) {
      stage = .equalCurvature
      descent.use(try curvature.model(for: problems, problem), isFactorization: true)
    } else {
      descent.use(.uncorrelated(problems, problem))
    }
  }

  mutating func aim() {
    point = nil
    if !isFinished { isFinished = !descent.aim() }
  }

  mutating func propose() {
    if !isFinished { point = descent.propose(applied) }
    applied = nil
  }

  mutating func receive() {
    guard let found else { return }
    outcome = descent.receive(found)
    self.found = nil
  }

  mutating func remember() {
    if let applied { descent.remember(applied) }
    applied = nil
  }

  /// Moves on to the next stage when this one promises too little.
  mutating func advance(
    _ problems: LogisticProblems, _ maximumPasses: Int, curvature: inout SharedCurvature
  ) throws {
    if outcome == .searching, descent.passes < maximumPasses { return }
    isFinished = descent.isConverged || descent.passes >= maximumPasses
    let next = stage.next
    if isFinished || outcome == .stepped && descent.expectedIterations() <= next.cost(problems.data)
    {
      return
    }
    guard descent.worthAnotherModel, outcome == .stepped || !descent.isAtRounding else {
      isFinished = true
      return
    }
    stage = next
    descent.use(
      try stage == .equalCurvature
        ? curvature.model(for: problems, problem)
        : .factored(
          GramMatrix(
            of: problems.data, curvature: descent.curvature(of: problem, in: problems)),
          multiplier: problems.problems[problem].inverseRegularization),
      isFactorization: true)
  }
}

/// What the solver knows of the objective's curvature.
enum Stage: Sendable {
  case uncorrelated, equalCurvature, current

  var next: Stage { self == .uncorrelated ? .equalCurvature : .current }

  /// What entering this stage costs and its first steps, in passes over the features. A pass does
  /// 4 operations a feature; products of matrices run a few times faster, many times when the
  /// features come from memory rather than from a cache.
  func cost(_ data: StandardizedRows) -> Double {
    let (rows, width) = (Double(data.count), Double(max(data.width, 1)))
    let used = self == .equalCurvature ? Double(SharedCurvature.sampledRows(data)) : rows
    let speed = rows * width < 1e6 ? 3.0 : 12.0
    let operations = used * width * width + width * width * width / 3
    return 12 + operations / (speed * 4 * rows * width)
  }
}
