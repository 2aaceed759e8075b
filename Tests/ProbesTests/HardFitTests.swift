import LinearAlgebra
import Probes
import Statistics
import TestSupport
import Testing
import TextFiles

struct HardFitTests {
  /// One positive in a thousand, constant and duplicated features, separable classes at C = 1e7,
  /// fewer rows than features at both ends of C.
  @Test func reachesTheOptimumOfHardProblems() throws {
    for problem in try EngineGolden.load().list("hard") {
      let name = try #require(problem["name"]?.string)
      let features = try EngineGolden.features(name)
      let labels = try problem.numbers("labels").map { $0 == 1 }
      for optimum in try problem.list("logistic") {
        let (c, expected) = (try optimum.number("C"), try optimum.number("objective"))
        let fit = try LogisticProbe.fit(
          features, rows: features.all, labels: labels, inverseRegularization: c)
        #expect(fit.report.converged, "\(name) C=\(c) \(fit.report)")
        #expect(agree(fit.report.objective / expected, 1, within: 1e-6), "\(name) C=\(c)")
        #expect(fit.report.passes < 300, "\(name) C=\(c) \(fit.report)")
      }
    }
  }

  /// Five label definitions, each on its own weighted part of the rows, in one go.
  @Test func targetsOnPartsOfTheRowsReachTheirOptima() throws {
    let features = try EngineGolden.features("ill-300-24")
    let golden = try EngineGolden.load().list("targets")
    let targets = try golden.enumerated().map { index, target in
      ProbeTarget(
        name: "target \(index)", labels: try target.numbers("labels").map { $0 == 1 },
        weights: try target.numbers("weights").map { Float($0) })
    }
    let fits = try LogisticProbe.fit(
      features, rows: features.all, targets: targets, inverseRegularization: 0.5, tolerance: 1e-9)
    for (fit, target) in zip(fits, golden) {
      #expect(fit.report.converged)
      #expect(agree(fit.report.objective / (try target.number("objective")), 1, within: 1e-6))
      #expect(agree(fit.probe.intercept, try target.number("intercept"), within: 1e-3))
    }
  }

  @Test func manyTargetsFitAsEachAlone() throws {
    let features = Samples.correlated(rows: 2500, width: 90)
    let targets = (0..<19).map {
      ProbeTarget(name: "\($0)", labels: Samples.labels(of: features, seed: UInt64($0)))
    }
    let together = try LogisticProbe.fit(features, rows: features.all, targets: targets)
    for index in [0, 7, 18] {
      let alone = try LogisticProbe.fit(
        features, rows: features.all, labels: targets[index].labels)
      #expect(
        agree(together[index].report.objective / alone.report.objective, 1, within: 2e-8))
      #expect(cosine(together[index].probe.weights, alone.probe.weights) > 1 - 1e-6)
    }
  }

  @Test func manyTargetsDoNotDependOnThreads() throws {
    let features = Samples.correlated(rows: 3000, width: 70)
    let targets = (0..<5).map {
      ProbeTarget(name: "\($0)", labels: Samples.labels(of: features, seed: UInt64($0)))
    }
    let threads = BLAS.threads
    defer { BLAS.threads = threads }
    let fits = try [1, 2, 3].map { count in
      BLAS.threads = count
      return try LogisticProbe.fit(features, rows: features.all, targets: targets)
    }
    for other in fits.dropFirst() {
      #expect(zip(fits[0], other).allSatisfy { $0.probe == $1.probe && $0.report == $1.report })
    }
  }

  @Test func refusesTargetsThatCannotBeFitted() throws {
    let features = try EngineGolden.features("well-200-12")
    let mixed = (0..<200).map { $0 % 2 == 0 }
    func fit(_ target: ProbeTarget) throws {
      _ = try LogisticProbe.fit(features, rows: features.all, targets: [target])
    }
    #expect(throws: ProbesError.rowsDiffer(what: "labels of a", expected: 200, found: 2)) {
      try fit(ProbeTarget(name: "a", labels: [true, false]))
    }
    #expect(throws: ProbesError.rowsDiffer(what: "weights of a", expected: 200, found: 1)) {
      try fit(ProbeTarget(name: "a", labels: mixed, weights: [1]))
    }
    // Its rows are all positive once the others weigh nothing.
    #expect(
      throws: ProbesError.unusablePart(part: "a", count: 100, positives: 100, groups: 100)
    ) {
      try fit(ProbeTarget(name: "a", labels: mixed, weights: mixed.map { $0 ? 1 : 0 }))
    }
    #expect(throws: ProbesError.self) {
      try fit(ProbeTarget(name: "a", labels: mixed, weights: mixed.map { $0 ? 1 : -1 }))
    }
  }
}
