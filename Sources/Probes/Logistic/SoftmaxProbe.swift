import Statistics

/// L2-regularised multinomial logistic regression on standardised features, for labels with several
/// classes (bins of an entropy).
///
/// Minimises C Σ_i weight_i ln(1 / p_i,class(i)) + ½ Σ_k ‖w_k‖², the intercepts unpenalised: the
/// objective of scikit-learn's `LogisticRegression` with more than two classes behind a
/// `StandardScaler`. L-BFGS in variables that one factor of the features' Gram matrix makes round for
/// every class alike.
public enum SoftmaxProbe {
  /// A fitted probe and how the fit went.
  public struct Fit: Sendable {
    /// The probe.
    public let probe: ClassProbe
    /// Iterations, objective and convergence.
    public let report: SolverReport
  }

  /// Fits on some rows of a tap; `classes` (0 ..< `count`) and `weights` are one a row of the tap.
  ///
  /// Each pass costs 4 · rows · width · 16 operations; extra memory is width² floats for the factor.
  /// - Throws: ``ProbesError`` for features that are not finite, numbers of classes or weights that
  ///   do not fit, classes out of range or without a row, more than 16 classes, or a C that is not
  ///   positive.
  public static func fit(
    _ features: LayerFeatures, rows: [Int32], classes: [Int], count: Int,
    weights: [Float]? = nil, inverseRegularization: Double = 1, tolerance: Double = 1e-8
  ) throws -> Fit {
    guard inverseRegularization > 0, inverseRegularization.isFinite else {
      throw ProbesError.badOption("C is \(inverseRegularization); it must be positive.")
    }
    guard (2...SoftmaxObjective.mostClasses).contains(count) else {
      throw ProbesError.badOption(
        "\(count) classes were asked for; there may be 2 to \(SoftmaxObjective.mostClasses).")
    }
    for (what, found) in [("classes", classes.count), ("weights", weights?.count)] {
      if let found, found != features.rows {
        throw ProbesError.rowsDiffer(what: what, expected: features.rows, found: found)
      }
    }
    let labels = rows.map { classes[Int($0)] }
    guard labels.allSatisfy({ (0..<count).contains($0) }) else {
      throw ProbesError.badOption("A class is outside 0 ..< \(count).")
    }
    let used = rows.map { weights?[Int($0)] ?? 1 }
    guard used.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw ProbesError.badOption("Weights must not be negative.")
    }
    var shares = [Double](repeating: 0, count: count)
    for (label, weight) in zip(labels, used) { shares[label] += Double(weight) }
    if let empty = shares.firstIndex(of: 0) {
      throw ProbesError.badOption("Class \(empty) has no row to learn from.")
    }
    let training = try TrainingRows(features, rows: rows)
    return try minimize(
      training,
      SoftmaxObjective(
        data: training.solvable, classes: labels.map { Int32($0) }, count: count, weights: used,
        inverseRegularization: inverseRegularization),
      shares: shares, tolerance: tolerance)
  }

  private static func minimize(
    _ training: TrainingRows, _ objective: SoftmaxObjective, shares: [Double], tolerance: Double
  ) throws -> Fit {
    let (count, size) = (objective.count, training.solvable.width + 1)
    let total = shares.reduce(0, +)
    // The base rates, with intercepts around 0.
    let logs = shares.map { elementaryLog($0 / total) }
    let middle = Sample.mean(logs)
    var start = [Double](repeating: 0, count: count * size)
    for k in 0..<count { start[k * size + size - 1] = logs[k] - middle }
    let curvature = shares.reduce(0) { $0 + $1 * (1 - $1 / total) } / Double(count)
    var shared = training.sharedCurvature()
    var descent = LogisticDescent(
      at: start, objective.evaluate(start), memory: 20, tolerance: tolerance)
    descent.use(
      .repeated(
        try shared.model(strength: objective.inverseRegularization * curvature), blocks: count),
      isFactorization: true)
    while descent.passes < LogisticSolver().maximumPasses, descent.worthAnotherModel, descent.aim()
    {
      let step = descent.waiting.map { descent.model.apply([$0], transposed: true)[0] }
      let outcome = descent.receive(objective.evaluate(descent.propose(step)))
      if outcome == .stepped, let gradient = descent.waiting {
        descent.remember(descent.model.apply([gradient], transposed: false)[0])
      }
    }
    let solution = descent.solution()
    let blocks = (0..<count).map { Array(solution.parameters[$0 * size..<($0 + 1) * size]) }
    return Fit(
      probe: ClassProbe(
        tap: training.tap, standardizer: training.data.standardizer,
        weights: blocks.map { training.lift(Array($0.dropLast())) },
        intercepts: blocks.map { $0[size - 1] }),
      report: solution.report)
  }
}
