import ConflictingQA
import LinearAlgebra
import Statistics
import TestSupport
import Testing
import TextFiles

/// The statistics beside SciPy and statsmodels.
@Suite struct EvidenceStatisticsTests {
  private let golden: JSONValue

  init() throws { golden = try JSONValue.load(path: Goldens.path("evidence.json")) }

  @Test func bradleyTerryFindsTheOptimumOfSciPy() throws {
    let part = try golden.member("bradley_terry")
    var scores: [PairScore] = []
    let rows = try part.list("rows").map { try $0.asNumbers() }
    for place in stride(from: 0, to: rows.count, by: 2) {
      let row = rows[place]
      func answer(_ logit: Double) -> AnswerProbabilities {
        AnswerProbabilities(logYes: logit, logNo: 0)
      }
      scores.append(
        PairScore(
          questionID: "\(Int(row[0]))", yesID: "y\(Int(row[1]))", noID: "n\(Int(row[2]))",
          yesFirst: answer(row[4]), noFirst: answer(rows[place + 1][4])))
    }
    let fit = BradleyTerry(ridge: 0.1).fit(scores)
    #expect(fit.hasConverged)
    #expect(agree(fit.position, try part.number("beta"), within: 1e-6))
    let alphas = try part.numbers("alpha")
    for (question, alpha) in alphas.enumerated() {
      #expect(agree(fit.intercepts["\(question)"] ?? .nan, alpha, within: 1e-4))
    }
    for entry in try part.list("theta") {
      let question = try #require(entry[0]?.int)
      let side = try #require(entry[1]?.string)
      let name = "\(side)\(try #require(entry[2]?.int))"
      let theta = fit.theta.first { $0.key.question == "\(question)" && $0.key.document == name }
      #expect(agree(theta?.value ?? .nan, try #require(entry[3]?.double), within: 1e-5))
    }
    let sums = Dictionary(grouping: fit.theta) { "\($0.key.question) \($0.key.stance)" }
    for side in sums.values { #expect(abs(side.reduce(0) { $0 + $1.value }) < 1e-9) }
    #expect(BradleyTerry().fit(scores.reversed()).theta == fit.theta)
  }

  @Test func clusteredErrorsAreThoseOfStatsmodels() throws {
    let part = try golden.member("regression")
    let groups = try part.numbers("groups").map { Int($0) }
    let rows = try part.list("x").map { try $0.asNumbers() }
    let y = try part.numbers("y")
    func centred(_ values: [Double]) -> [Double] {
      values.indices.map { place in
        let own = values.indices.filter { groups[$0] == groups[place] }
        return values[place] - Sample.mean(own.map { values[$0] })
      }
    }
    var design = Matrix<Double>(rows: rows.count, columns: 3)
    for column in 0..<3 {
      for (row, value) in centred(rows.map { $0[column] }).enumerated() {
        design[row, column] = value
      }
    }
    let fit = try ClusteredLeastSquares(
      design: design, response: centred(y), clusters: Clusters(groups), absorbed: 12)
    #expect(worstDistance(fit.coefficients, try part.numbers("coefficients")) < 1e-9)
    #expect(worstDistance(fit.standardErrors, try part.numbers("errors")) < 1e-9)
    #expect(worstDistance(fit.pValues, try part.numbers("p")) < 1e-9)
    #expect(worstDistance(fit.varianceInflation, try part.numbers("vif")) < 1e-9)
    let interval = fit.estimate(0)
    #expect(worstDistance([interval.low, interval.high], try part.numbers("interval")) < 1e-8)
    // Without a column the residual squares grow by as much as is said.
    var fewer = Matrix<Double>(rows: rows.count, columns: 2)
    for row in 0..<rows.count { for column in 0..<2 { fewer[row, column] = design[row, column] } }
    let rest = try ClusteredLeastSquares(
      design: fewer, response: centred(y), clusters: Clusters(groups), absorbed: 12)
    #expect(agree(rest.residualSquares - fit.residualSquares, fit.dropOneSquares[2]))
  }

  /// An expanded percentile interval of a mean is the t interval of a cluster-robust fit, where a
  /// plain percentile interval is too narrow.
  @Test func intervalsOverFewClustersAreThoseOfStatsmodels() throws {
    let part = try golden.member("cluster_means")
    for row in try part.list("tails").map({ try $0.asNumbers() }) {
      let tail = BootstrapInterval.expandedTail(level: row[0], clusters: Int(row[1]))
      #expect(abs(tail / row[2] - 1) < 1e-9, "\(row)")
    }
    let values = try part.numbers("values")
    let bootstrap = ClusterBootstrap(
      clusters: Clusters(try part.numbers("groups").map { Int($0) }), resamples: 20_000)
    let expanded = bootstrap.mean(of: values, interval: .expanded)
    let (plain, robust) = (bootstrap.mean(of: values), try part.numbers("interval"))
    let width = robust[1] - robust[0]
    #expect(agree(expanded.value, try part.number("mean"), within: 1e-12))
    #expect(abs((expanded.high - expanded.low) / width - 1) < 0.03)
    #expect(abs(expanded.low - robust[0]) < 0.05 * width)
    #expect(abs(expanded.high - robust[1]) < 0.05 * width)
    #expect(plain.high - plain.low < 0.97 * width)
  }

  @Test func weightedSpearmanIsThatOfRepeatedItems() throws {
    let part = try golden.member("spearman")
    let clusters = Clusters(try part.numbers("clusters").map { Int($0) })
    let ranked = ResampledSpearman(
      try part.numbers("x"), try part.numbers("y"), clusters: clusters)
    let counts = try part.numbers("counts").map { UInt8($0) }
    let rho = counts.withUnsafeBufferPointer { ranked.spearman($0) }
    #expect(agree(rho, try part.number("rho"), within: 1e-12))
  }

  @Test func quantilesOfStudentAreThoseOfSciPy() throws {
    for row in try golden.list("t").map({ try $0.asNumbers() }) {
      let quantile = StudentDistribution.quantile(row[0], degrees: row[1])
      #expect(abs(quantile / row[2] - 1) < 1e-10, "\(row)")
      #expect(StudentDistribution.quantile(1 - row[0], degrees: row[1]) < 0)
    }
  }
}
