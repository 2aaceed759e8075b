/// Least squares with a ridge penalty on standardised features, for targets that are numbers
/// (entropies, divergences).
///
/// Minimises C Σ_i weight_i (y_i - z_i)² + ½‖w‖², z_i = w · x̃_i + b, the intercept unpenalised: C
/// means what it means in ``LogisticProbe``, and scikit-learn's `Ridge` behind a `StandardScaler` is
/// the same with alpha = 1 / (2C). Solved exactly from the normal equations, whose sums are taken
/// once for all targets, folds and penalties.
public enum RidgeProbe {
  /// A fitted probe, how its penalty was chosen and how well it fits.
  public struct Fit: Sendable, Equatable {
    /// The probe.
    public let probe: RegressionProbe
    /// How C was chosen; losses are mean squared errors of rows that the fit did not see.
    public let penalty: PenaltyChoice
    /// The probe on the rows it was fitted on.
    public let training: RegressionErrors
  }

  /// Fits one probe for each of several targets with the best of several penalties.
  ///
  /// rows · width² operations for the sums, then width³ / 3 for each fold and penalty; extra memory
  /// is width² doubles for each fold. Sums are taken in double up to 1,024 features and in float32,
  /// corrected afterwards by two passes over the rows, beyond.
  /// - Parameters:
  ///   - features: the tap.
  ///   - rows: the rows of the tap to fit on.
  ///   - targets: for each target one number a row of the tap.
  ///   - weights: case weights (entropy weighting, balancing), one a row of the tap, not negative;
  ///     nil for all ones.
  ///   - groups: the group of each row of the tap, kept together in cross-validation; not read when
  ///     `penalty` has one candidate only.
  ///   - penalty: values of C and folds.
  ///   - seed: decides the folds.
  /// - Returns: one fit a target, in order.
  /// - Throws: ``ProbesError`` for features, targets or weights that are not finite, numbers of them
  ///   that do not fit, and options out of range.
  public static func fit(
    _ features: LayerFeatures, rows: [Int32], targets: [[Double]], weights: [Float]? = nil,
    groups: [Int] = [], penalty: PenaltyOptions = PenaltyOptions(candidates: [1]),
    seed: UInt64 = 0
  ) throws -> [Fit] {
    try penalty.check()
    guard !rows.isEmpty else { throw ProbesError.badOption("There are no rows to fit on.") }
    for target in targets where target.count != features.rows {
      throw ProbesError.rowsDiffer(
        what: "targets", expected: features.rows, found: target.count)
    }
    if let weights, weights.count != features.rows {
      throw ProbesError.rowsDiffer(what: "weights", expected: features.rows, found: weights.count)
    }
    let chosen = targets.map { all in rows.map { all[Int($0)] } }
    let used = weights.map { all in rows.map { all[Int($0)] } }
    guard chosen.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw ProbesError.badOption("A target is not finite.")
    }
    guard used?.allSatisfy({ $0 >= 0 && $0.isFinite }) ?? true,
      used?.contains(where: { $0 > 0 }) ?? true
    else {
      throw ProbesError.badOption("Weights must not be negative, and not all of them zero.")
    }
    let training = try TrainingRows(features, rows: rows, weights: used)
    let path = RidgePath(options: penalty, seed: seed)
    if penalty.candidates.count > 1, groups.count != features.rows {
      throw ProbesError.rowsDiffer(what: "groups", expected: features.rows, found: groups.count)
    }
    return try path.fit(
      training, targets: chosen,
      groups: penalty.candidates.count > 1 ? rows.map { groups[Int($0)] } : [])
  }
}
