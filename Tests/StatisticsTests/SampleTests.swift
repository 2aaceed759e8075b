import Statistics
import TestSupport
import Testing
import TextFiles

@Suite struct SampleTests {
  private let golden: JSONValue

  init() throws {
    golden = try JSONValue.load(path: Goldens.path("calibration/statistics.json"))
  }

  @Test func quantilesAreNumPys() throws {
    let values = try golden.numbers("values")
    for row in try golden.list("quantiles") {
      let pair = try row.asNumbers()
      #expect(agree(Sample.quantile(values, at: pair[0]), pair[1], within: 1e-15))
    }
    #expect(Sample.quantile([3], at: 0.2) == 3)
    #expect(Sample.quantile([], at: 0.2).isNaN)
  }

  @Test func meanAndVarianceAreNumPys() throws {
    let values = try golden.numbers("values")
    #expect(agree(Sample.mean(values), try golden.number("mean"), within: 1e-15))
    #expect(agree(Sample.variance(values), try golden.number("variance"), within: 1e-14))
    #expect(Sample.mean([]).isNaN)
    #expect(Sample.variance([1]).isNaN)
    #expect(Sample.variance([1e9, 1e9 + 1, 1e9 + 2]) == 1)
  }

  @Test func normalQuantilesAreSciPys() throws {
    for row in try golden.list("normal_quantiles") {
      let pair = try row.asNumbers()
      let found = NormalDistribution.quantile(pair[0])
      if pair[1].isNaN {
        #expect(found == -.infinity)
      } else {
        #expect(abs(found - pair[1]) <= 4e-15 * max(1, abs(pair[1])), "at \(pair[0])")
      }
    }
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(-0.1).isNaN)
    #expect(NormalDistribution.quantile(.nan).isNaN)
  }

  @Test func wilsonIntervalsAreStatsmodels() throws {
    for row in try golden.list("wilson") {
      let n = try row.asNumbers()
      let interval = wilsonInterval(successes: n[0], count: n[1], level: n[2])
      #expect(agree(interval.low, n[3], within: 1e-12))
      #expect(agree(interval.high, n[4], within: 1e-12))
    }
    #expect(wilsonInterval(successes: 0, count: 0).low.isNaN)
  }
}
