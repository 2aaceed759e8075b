import Statistics
import TestSupport
import Testing
import TextFiles

@Suite struct HypothesisTests {
  private let golden: JSONValue

  init() throws {
    golden = try JSONValue.load(path: Goldens.path("statistics/hypothesis-tests.json"))
  }

  @Test func rankCorrelationsAreSciPys() throws {
    for row in try golden.list("correlations") {
      let (x, y) = (try row.numbers("x"), try row.numbers("y"))
      #expect(agree(RankCorrelation.spearman(x, y), try row.number("spearman"), within: 1e-13))
      #expect(agree(RankCorrelation.kendall(x, y), try row.number("kendall"), within: 1e-13))
    }
    #expect(RankCorrelation.ranks([3, 1, 3, 2]) == [3.5, 1, 3.5, 2])
    #expect(RankCorrelation.spearman([1, .nan], [1, 2]).isNaN)
    #expect(RankCorrelation.kendall([], []).isNaN)
  }

  @Test func correctionsAreStatsmodels() throws {
    for row in try golden.list("corrections") {
      let p = try row.numbers("p")
      #expect(worstDistance(MultipleTesting.holm(p), try row.numbers("holm")) < 1e-15)
      #expect(worstDistance(MultipleTesting.benjaminiHochberg(p), try row.numbers("bh")) < 1e-15)
    }
    #expect(MultipleTesting.holm([]).isEmpty)
  }

  @Test func equivalenceTestsAreStatsmodels() throws {
    for row in try golden.list("equivalences") {
      let found = EquivalenceTest(
        try row.numbers("values"), low: try row.number("low"), high: try row.number("high"))
      for (mine, theirs) in [
        (found.pValue, "p"), (found.lowerPValue, "lower"), (found.upperPValue, "upper"),
      ] {
        let value = try row.number(theirs)
        #expect(abs(mine - value) <= 1e-10 * max(value, 1e-6), "\(theirs)")
      }
    }
    #expect(EquivalenceTest([1], low: 0, high: 2).pValue.isNaN)
    #expect(EquivalenceTest([1, 1, 1], low: 0, high: 2).pValue == 0)
  }

  @Test func tailsOfStudentsDistribution() {
    #expect(StudentDistribution.upperTail(0, degrees: 3) == 0.5)
    // One degree of freedom is Cauchy's distribution: 1/4 lies above 1.
    #expect(abs(StudentDistribution.upperTail(1, degrees: 1) - 0.25) < 1e-14)
    #expect(StudentDistribution.upperTail(.infinity, degrees: 5) == 0)
    #expect(StudentDistribution.upperTail(-.infinity, degrees: 5) == 1)
  }
}
