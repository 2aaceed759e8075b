/// L2-regularised logistic regression on standardised features.
///
/// Minimises C Σ_i weight_i ln(1 + e^(-y_i z_i)) + ½‖w‖², z_i = w · x̃_i + b, with the intercept
/// unpenalised: the objective, and the meaning of C, of scikit-learn's `LogisticRegression` behind
/// a `StandardScaler`.
public enum LogisticProbe {
  /// A fitted probe and how the fit went.
  public struct Fit: Sendable {
    /// The probe.
    public let probe: LinearProbe
    /// Iterations, objective and convergence.
    public let report: SolverReport
  }

  /// Fits on some rows of a tap.
  ///
  /// The features are read in place, never copied; extra memory is a few vectors, plus width²
  /// floats when the features are so correlated that a factor of their Gram matrix pays.
  /// - Parameters:
  ///   - features: the tap.
  ///   - rows: the rows of the tap to fit on.
  ///   - labels: one label a row of the tap.
  ///   - weights: case weights, one a row of the tap; nil for all ones.
  ///   - inverseRegularization: C; larger is less regularised.
  ///   - tolerance: the relative distance to the optimum at which to stop; see ``SolverReport``.
  /// - Throws: ``ProbesError`` for features that are not finite, numbers of labels or weights that
  ///   do not fit, rows of one class only, or a C that is not positive.
  public static func fit(
    _ features: LayerFeatures, rows: [Int32], labels: [Bool], weights: [Float]? = nil,
    inverseRegularization: Double = 1, tolerance: Double = 1e-8
  ) throws -> Fit {
    guard inverseRegularization > 0, inverseRegularization.isFinite else {
      throw ProbesError.badOption("C is \(inverseRegularization); it must be positive.")
    }
    let training = try TrainingRows(features, rows: rows, labels: labels, weights: weights)
    var curvature = training.sharedCurvature()
    return try training.fit(
      inverseRegularization: inverseRegularization, solver: LogisticSolver(tolerance: tolerance),
      curvature: &curvature)
  }
}
