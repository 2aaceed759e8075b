/// Targets and case weights of several label definitions over the same rows, a column each.
struct TargetColumns: Sendable {
  /// The number of rows of every column.
  let rows: Int
  /// In [0, 1]; a column after the other.
  let targets: [Float]
  /// Case weights. A negative one holds its row out of the fit: it counts, with |weight|, only in
  /// the held-out loss.
  let weights: [Float]
  /// What the curvature of a column depends on.
  let summaries: [Summary]

  /// The fitted rows of a column.
  struct Summary: Sendable {
    /// Σ weight.
    var weight = 0.0
    /// Σ weight · target.
    var positive = 0.0

    /// The weighted mean target, kept off 0 and 1.
    var rate: Double { min(max(positive / max(weight, 1e-300), 1e-6), 1 - 1e-6) }
    /// The intercept that gives every row the base rate.
    var logit: Double { elementaryLog(rate) - elementaryLog(1 - rate) }
    /// Σ weight · p (1 - p) when every row has the base rate.
    var curvature: Double { weight * rate * (1 - rate) }
  }

  /// Joins columns of equal length; a nil weight column is all ones.
  init(_ columns: [(targets: [Float], weights: [Float]?)]) {
    let rows = columns.first?.targets.count ?? 0
    precondition(
      columns.allSatisfy { $0.targets.count == rows && ($0.weights?.count ?? rows) == rows },
      "There is one target and one weight a row.")
    self.rows = rows
    targets = columns.flatMap(\.targets)
    weights = columns.flatMap { $0.weights ?? [Float](repeating: 1, count: rows) }
    summaries = columns.map { column in
      var summary = Summary()
      for i in 0..<rows {
        let weight = Double(max(column.weights?[i] ?? 1, 0))
        summary.weight += weight
        summary.positive += weight * Double(column.targets[i])
      }
      return summary
    }
  }

  var count: Int { summaries.count }
}
