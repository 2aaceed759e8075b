import LinearAlgebra
import Probes
import TestSupport
import Testing
import TextFiles

struct SoftmaxTests {
  @Test func reachesScikitLearnsOptimum() throws {
    let features = try EngineGolden.features("ill-300-24")
    let golden = try #require(try EngineGolden.load()["softmax"])
    let bins = try golden.numbers("bins").map { Int($0) }
    for expected in try golden.list("fits") {
      let fit = try SoftmaxProbe.fit(
        features, rows: features.all, classes: bins, count: 4,
        inverseRegularization: expected.number("C"), tolerance: 1e-9)
      #expect(fit.report.converged)
      #expect(agree(fit.report.objective / (try expected.number("objective")), 1, within: 1e-6))
      #expect(fit.report.passes < 100)
      for (k, row) in try expected.list("weights").enumerated() {
        #expect(cosine(fit.probe.weights[k], try row.asNumbers()) > 1 - 1e-5)
      }
      let log = try fit.probe.logProbabilities(of: features)
      let loss = bins.enumerated().reduce(0) { $0 - log[$1.offset, $1.element] }
      let squares = fit.probe.weights.joined().reduce(0) { $0 + $1 * $1 }
      let objective = try expected.number("C") * loss + squares / 2
      #expect(agree(objective / fit.report.objective, 1, within: 1e-6))
    }
  }

  /// Two classes with C are the binary probe with twice the penalty's share: w = w₁ - w₀ = 2 w₁.
  @Test func twoClassesAreTheBinaryProbe() throws {
    let features = try EngineGolden.features("well-200-12")
    let labels = Samples.labels(of: features, seed: 8)
    let two = try SoftmaxProbe.fit(
      features, rows: features.all, classes: labels.map { $0 ? 1 : 0 }, count: 2,
      inverseRegularization: 0.3)
    let binary = try LogisticProbe.fit(
      features, rows: features.all, labels: labels, inverseRegularization: 0.6)
    for (pair, weight) in zip(zip(two.probe.weights[1], two.probe.weights[0]), binary.probe.weights)
    {
      #expect(agree(pair.0 - pair.1, weight, within: 1e-3))
    }
  }

  @Test func refusesWhatCannotBeFitted() throws {
    let features = try EngineGolden.features("well-200-12")
    let classes = (0..<200).map { $0 % 3 }
    func fit(_ classes: [Int], _ count: Int, weights: [Float]? = nil) throws {
      _ = try SoftmaxProbe.fit(
        features, rows: features.all, classes: classes, count: count, weights: weights)
    }
    #expect(throws: ProbesError.self) { try fit(classes, 2) }
    #expect(throws: ProbesError.self) { try fit(classes, 4) }
    #expect(throws: ProbesError.self) { try fit(classes, 17) }
    #expect(throws: ProbesError.self) { try fit(classes, 3, weights: [1]) }
    #expect(throws: ProbesError.rowsDiffer(what: "classes", expected: 200, found: 1)) {
      try fit([0], 3)
    }
  }
}
