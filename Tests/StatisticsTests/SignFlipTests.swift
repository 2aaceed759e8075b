import LinearAlgebra
import Statistics
import TestSupport
import Testing
import TextFiles

@Suite struct SignFlipTests {
  private func cases() throws -> [JSONValue] {
    try JSONValue.load(path: Goldens.path("statistics/hypothesis-tests.json")).list("sign_flips")
  }

  @Test func agreesWithSciPy() throws {
    for row in try cases() {
      let clusters = try? row.numbers("clusters").map { Int($0) }
      for (name, value) in try #require(row["scipy"]?.object).members {
        let found = signFlipTest(
          try row.numbers("values"), clusters: clusters.map { Clusters($0) },
          alternative: try #require(Alternative(rawValue: name)), permutations: 20_000, seed: 3)
        // Where it draws at random, SciPy does so too: both carry noise of sqrt(p / 20000).
        let noise = found.isExact ? 1e-12 : 6 * (found.pValue / 20_000).squareRoot()
        #expect(agree(found.pValue, try value.asNumber(), within: noise), "\(row), \(name)")
        #expect(found.isExact == (try row.member("name").string != "large"))
      }
    }
  }

  @Test func drawsTheNamedSigns() throws {
    let row = try #require(try cases().first { $0["name"]?.string == "large" })
    for (name, value) in try #require(row["seeded"]?.object).members {
      let found = signFlipTest(
        try row.numbers("values"), alternative: try #require(Alternative(rawValue: name)),
        permutations: 999, seed: 77)
      #expect(found.pValue == (try value.asNumber()))
      #expect(!found.isExact && found.patterns == 999 && found.count == 150)
    }
  }

  @Test func pValuesAreUniformUnderTheNull() {
    var generator = RandomGenerator(seed: 4)
    let pValues = (0..<400).map { trial in
      signFlipTest(
        (0..<30).map { _ in generator.normal() }, permutations: 199, seed: UInt64(trial)
      ).pValue
    }
    #expect(abs(Double(pValues.count { $0 <= 0.05 }) / 400 - 0.05) < 0.035)
    #expect(abs(Sample.mean(pValues) - 0.5) < 0.06)
  }

  @Test func wholeClustersFlip() {
    // Twenty equal differences: overwhelming when independent, nothing when they are two clusters.
    let differences = [Double](repeating: 0.5, count: 20)
    let independent = signFlipTest(differences, permutations: 4000, seed: 1)
    #expect(independent.pValue < 0.001)
    let clustered = signFlipTest(differences, clusters: Clusters((0..<20).map { $0 % 2 }))
    #expect(clustered.isExact && clustered.patterns == 4 && clustered.clusters == 2)
    #expect(clustered.pValue == 0.5)
  }

  @Test func zerosCarryNoSign() {
    let bare = signFlipTest([1, 2, -0.5])
    let padded = signFlipTest([0, 1, 0, 2, 0, -0.5] + [Double](repeating: 0, count: 100))
    #expect(padded.pValue == bare.pValue && padded.isExact)
    #expect(signFlipTest([0, 0, 0]).pValue == 1)
    #expect(signFlipTest([]).pValue.isNaN)
    #expect(signFlipTest([1, .infinity]).pValue.isNaN)
  }

  @Test func doesNotDependOnThreads() {
    var generator = RandomGenerator(seed: 9)
    let differences = (0..<777).map { _ in generator.normal() + 0.05 }
    let before = BLAS.threads
    defer { BLAS.threads = before }
    BLAS.threads = 1
    let alone = signFlipTest(differences, permutations: 1234, seed: 5)
    BLAS.threads = 3
    #expect(signFlipTest(differences, permutations: 1234, seed: 5) == alone)
  }
}
