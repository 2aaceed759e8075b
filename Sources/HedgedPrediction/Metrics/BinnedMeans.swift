public import Statistics

/// Means of named columns by bins of a score, with intervals over questions and runs.
public struct BinnedMeans: Sendable {
  /// One bin.
  public struct Bin: Sendable {
    /// The ends: [lower, upper); infinite where the bin takes the rest.
    public let lower, upper: Double
    /// Rows in the bin.
    public let rows: Int
    /// The mean score; NaN in an empty bin.
    public let meanScore: Double
    /// The mean of each column.
    public let means: [String: Estimate]

    /// The mean of a column.
    public subscript(_ column: String) -> Estimate {
      means[column] ?? Estimate(value: .nan, count: rows, clusters: rows)
    }
  }

  /// The names of the columns in order.
  public let columns: [String]
  /// All bins, with those below and above the edges.
  public let bins: [Bin]
  /// Everything in one bin.
  public let overall: Bin

  /// Averages columns of one number a row; NaN in a column leaves the row out of its mean.
  ///
  /// Traps when columns, scores, questions and runs differ in length. O(resamples × rows × columns).
  public init(
    _ columns: [(name: String, values: [Double])], scores: [Double], questions: [Int],
    runs: [Int], bins edges: ScoreBins, options: HedgeEvaluation.Options = .init()
  ) {
    let rows = scores.count
    precondition(
      columns.allSatisfy { $0.values.count == rows } && questions.count == rows
        && runs.count == rows, "Every column has one number a row.")
    let names = columns.map(\.name)
    let values = columns.map(\.values)
    let binOfRow = scores.map { edges.bin(of: $0) }
    let total = edges.count

    @Sendable func means(_ weight: (Int) -> Double) -> [Double] {
      var sums = [Double](repeating: 0, count: (total + 1) * values.count * 2)
      for row in 0..<rows {
        let weight = weight(row)
        if weight == 0 { continue }
        for (column, numbers) in values.enumerated() where !numbers[row].isNaN {
          for bin in [binOfRow[row], total] {
            let place = (bin * values.count + column) * 2
            sums[place] += weight * numbers[row]
            sums[place + 1] += weight
          }
        }
      }
      return stride(from: 0, to: sums.count, by: 2).map { sums[$0] / sums[$0 + 1] }
    }

    let point = means { _ in 1 }
    let distribution = CrossedBootstrap(
      Clusters(questions), by: Clusters(runs), resamples: options.resamples, seed: options.seed,
      level: options.level
    ).distribution(width: point.count, ofItems: means)
    func bin(_ bin: Int, ends: (lower: Double, upper: Double)) -> Bin {
      let members = (0..<rows).filter { bin == total || binOfRow[$0] == bin }
      var estimates: [String: Estimate] = [:]
      for (column, name) in names.enumerated() {
        let place = bin * names.count + column
        var estimate = distribution.estimate(place, value: point[place])
        estimate.count = members.count { !values[column][$0].isNaN }
        estimate.clusters = Set(members.map { questions[$0] }).count
        estimates[name] = estimate
      }
      return Bin(
        lower: ends.lower, upper: ends.upper, rows: members.count,
        meanScore: Sample.mean(members.map { scores[$0] }), means: estimates)
    }
    self.columns = names
    bins = (0..<total).map { bin($0, ends: edges.ends(of: $0)) }
    overall = bin(total, ends: (-.infinity, .infinity))
  }
}
