/// One label definition over rows of a tap, possibly defined on some of them only.
public struct ProbeTarget: Sendable, Equatable {
  /// What it is called in messages.
  public var name: String
  /// The label of each row of the tap; whatever stands where the weight is 0 does not matter.
  public var labels: [Bool]
  /// The case weight of each row of the tap, 0 for rows on which the label is not defined; nil for
  /// all ones.
  public var weights: [Float]?

  /// Names labels; `weights`, one a row like `labels`, must not be negative.
  public init(name: String, labels: [Bool], weights: [Float]? = nil) {
    (self.name, self.labels, self.weights) = (name, labels, weights)
  }
}

extension LogisticProbe {
  /// Fits one probe for each of several label definitions, all from the same passes over the rows.
  ///
  /// Every target minimises C Σ_i weight_i ln(1 + e^(-y_i z_i)) + ½‖w‖² over the rows where it is
  /// defined. All of them share the standardizer of `rows`, so a target that is defined on some of
  /// them only sees features standardised over all; C means the same in each. They also share the
  /// curvature's factor: eight targets cost less than three times one.
  /// - Parameters:
  ///   - features: the tap.
  ///   - rows: the rows of the tap that any target may use.
  ///   - targets: label definitions, one label (and weight) a row of the tap.
  ///   - inverseRegularization: C; larger is less regularised.
  ///   - tolerance: the relative distance to the optimum at which to stop; see ``SolverReport``.
  /// - Returns: one fit a target, in order.
  /// - Throws: ``ProbesError`` for features that are not finite, numbers of labels or weights that
  ///   do not fit, negative weights, targets of one class only, or a C that is not positive.
  public static func fit(
    _ features: LayerFeatures, rows: [Int32], targets: [ProbeTarget],
    inverseRegularization: Double = 1, tolerance: Double = 1e-8
  ) throws -> [Fit] {
    guard inverseRegularization > 0, inverseRegularization.isFinite else {
      throw ProbesError.badOption("C is \(inverseRegularization); it must be positive.")
    }
    guard !targets.isEmpty else { return [] }
    let columns = try targets.map { try $0.column(rows, of: features) }
    return try TrainingRows(features, rows: rows).fit(
      columns, inverseRegularization: inverseRegularization,
      solver: LogisticSolver(tolerance: tolerance))
  }
}

extension ProbeTarget {
  /// Targets and weights of some rows.
  fileprivate func column(
    _ rows: [Int32], of features: LayerFeatures
  ) throws -> (targets: [Float], weights: [Float]?) {
    guard labels.count == features.rows else {
      throw ProbesError.rowsDiffer(
        what: "labels of \(name)", expected: features.rows, found: labels.count)
    }
    if let weights, weights.count != features.rows {
      throw ProbesError.rowsDiffer(
        what: "weights of \(name)", expected: features.rows, found: weights.count)
    }
    let column = rows.map { labels[Int($0)] ? Float(1) : 0 }
    let used = weights.map { weights in rows.map { weights[Int($0)] } }
    if let used, let bad = used.first(where: { !($0 >= 0) || !$0.isFinite }) {
      throw ProbesError.badOption("A weight of \(name) is \(bad); it must not be negative.")
    }
    let places = rows.indices.filter { used?[$0] ?? 1 > 0 }
    let positives = places.count { column[$0] == 1 }
    guard positives > 0, positives < places.count else {
      throw ProbesError.unusablePart(
        part: name, count: places.count, positives: positives, groups: places.count)
    }
    return (column, used)
  }
}
