import LinearAlgebra
public import Statistics

/// All features at once: debiased log odds ~ an intercept a question + Σ b z(difference).
///
/// Differences are yes minus no document, divided by their standard deviation, so b is the change in
/// log odds (nats) for one standard deviation more, the others held. Questions are taken out by
/// their means; errors may go together within a question.
public struct JointModel: Sendable {
  /// One feature's part.
  public struct Term: Sendable {
    /// The feature.
    public var feature: EvidenceFeature
    /// Standardised coefficient, nats.
    public var coefficient: Estimate
    /// Two-sided p-value of its being zero.
    public var pValue: Double
    /// Variance inflation; above 5 to 10 the others say nearly the same.
    public var varianceInflation: Double
    /// Share of the variance left by the others that it explains, 0...1.
    public var partialShare: Double
    /// Standard deviation of the differences, in the feature's unit.
    public var scale: Double
  }

  /// The features that entered, in the table's order.
  public var terms: [Term]
  /// Features that could not enter: constant, or told by those before them.
  public var leftOut: [EvidenceFeature]
  /// Number of comparisons.
  public var pairs: Int
  /// Number of questions.
  public var questions: Int

  /// Fits the comparisons in which all features are known; nil when there are too few of them.
  public init?(_ scores: [PairScore], table: FeatureTable, features: [EvidenceFeature]? = nil) {
    let data = SensitivityData(
      scores, table: table,
      fit: BradleyTerry.Fit(theta: [:], intercepts: [:], position: 0, hasConverged: true))
    let wanted = features ?? table.features
    let raw = wanted.map(data.differences)
    let known = scores.indices.filter { row in raw.allSatisfy { !$0[row].isNaN } }
    let clusters = Clusters(names: known.map { scores[$0].questionID })
    var columns: [(feature: EvidenceFeature, values: [Double], scale: Double)] = []
    leftOut = []
    for (feature, values) in zip(wanted, raw) {
      let scale = Sample.variance(known.map { values[$0] }).squareRoot()
      let centred = Self.centred(known.map { values[$0] / scale }, clusters)
      if scale > 0, Self.isNew(centred, beside: columns.map(\.values)) {
        columns.append((feature, centred, scale))
      } else {
        leftOut.append(feature)
      }
    }
    guard known.count > columns.count + clusters.count, clusters.count > 1, !columns.isEmpty else {
      return nil
    }
    var design = Matrix<Double>(rows: known.count, columns: columns.count)
    for (place, column) in columns.enumerated() {
      for (row, value) in column.values.enumerated() { design[row, place] = value }
    }
    let response = Self.centred(known.map { scores[$0].debiasedLogit }, clusters)
    guard
      // Intercepts that lie inside clusters use up no degrees of freedom (Cameron and Miller 2015,
      // section III B); counting them makes intervals too wide.
      let fit = try? ClusteredLeastSquares(
        design: design, response: response, clusters: clusters)
    else { return nil }
    terms = columns.enumerated().map { place, column in
      Term(
        feature: column.feature, coefficient: fit.estimate(place), pValue: fit.pValues[place],
        varianceInflation: fit.varianceInflation[place],
        partialShare: fit.dropOneSquares[place] / (fit.dropOneSquares[place] + fit.residualSquares),
        scale: column.scale)
    }
    (pairs, questions) = (known.count, clusters.count)
  }

  /// Values less the mean of their cluster.
  private static func centred(_ values: [Double], _ clusters: Clusters) -> [Double] {
    var (sums, counts) = (
      [Double](repeating: 0, count: clusters.count), [Double](repeating: 0, count: clusters.count)
    )
    for (value, cluster) in zip(values, clusters.index) {
      sums[Int(cluster)] += value
      counts[Int(cluster)] += 1
    }
    return zip(values, clusters.index).map { $0 - sums[Int($1)] / counts[Int($1)] }
  }

  /// Whether more than a millionth of a column's squares is left after the columns before it.
  private static func isNew(_ column: [Double], beside others: [[Double]]) -> Bool {
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let squares = product(column, column)
    guard squares > 1e-9 else { return false }
    guard !others.isEmpty else { return true }
    var gram = Matrix<Double>(rows: others.count, columns: others.count)
    for a in others.indices {
      for b in others.indices { gram[a, b] = product(others[a], others[b]) }
    }
    let moments = others.map { product($0, column) }
    guard let solution = try? Cholesky(of: gram).solve(moments) else { return false }
    return squares - product(solution, moments) > 1e-6 * squares
  }
}
