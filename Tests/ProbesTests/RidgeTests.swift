import Probes
import Statistics
import TestSupport
import Testing
import TextFiles

struct RidgeTests {
  @Test func agreesWithScikitLearn() throws {
    let features = try EngineGolden.features("ill-300-24")
    let golden = try #require(try EngineGolden.load()["ridge"])
    let target = try golden.numbers("target")
    let weights = try golden.numbers("weights").map { Float($0) }
    for expected in try golden.list("fits") {
      let weighted = expected["weighted"]?.bool ?? false
      let fit = try RidgeProbe.fit(
        features, rows: features.all, targets: [target], weights: weighted ? weights : nil,
        penalty: PenaltyOptions(candidates: [1 / (2 * expected.number("alpha"))]))[0]
      for (a, b) in zip(fit.probe.weights, try expected.numbers("weights")) {
        #expect(agree(a, b, within: 1e-5))
      }
      #expect(agree(fit.probe.intercept, try expected.number("intercept"), within: 1e-6))
      #expect(agree(fit.training.rSquared, try expected.number("r2"), within: 1e-6))
      let predicted = try fit.probe.predictions(of: features)
      let errors = RegressionErrors(
        predictions: predicted, targets: target, weights: weighted ? weights : nil)
      #expect(agree(errors.rSquared, fit.training.rSquared, within: 1e-6))
      #expect(errors.count == 300)
    }
  }

  /// Held-out errors from sums alone are those of fits that never saw the fold.
  @Test func crossValidationIsWhatRefittingGives() throws {
    let features = try EngineGolden.features("ill-300-24")
    let target = try #require(try EngineGolden.load()["ridge"]).numbers("target")
    let groups = (0..<300).map { $0 / 3 }
    let options = PenaltyOptions(candidates: [1e-4, 1e-2, 1], folds: 4)
    let fit = try RidgeProbe.fit(
      features, rows: features.all, targets: [target, target.map { -2 * $0 }], groups: groups,
      penalty: options)
    #expect(fit[0].penalty == fit[0].penalty && fit[0].penalty.folds == 4)
    #expect(
      zip(fit[0].penalty.candidates, fit[1].penalty.candidates).allSatisfy {
        agree($1.loss / $0.loss, 4, within: 1e-6)
      })
    let candidates = fit[0].penalty.candidates
    #expect(
      fit[0].penalty.inverseRegularization
        == candidates.min { $0.loss < $1.loss }?
        .inverseRegularization)
    // Weak penalties predict unseen rows about as well as training rows, strong ones do not.
    #expect(candidates[0].loss > candidates[1].loss)
    #expect(candidates[1].loss > fit[0].training.meanSquaredError)
  }

  /// More features than the sums are kept in double for, and fewer rows than features.
  @Test(arguments: [(1300, 1100), (40, 90)]) func solvesItsNormalEquations(rows: Int, width: Int)
    throws
  {
    let features = Samples.correlated(rows: rows, width: width)
    var random = RandomGenerator(seed: 3)
    let target = (0..<rows).map { 2 * Double(features.row($0)[0]) + random.normal() + 7 }
    let weights = (0..<rows).map { _ in Float(random.uniform()) }
    let c = 0.02
    let fit = try RidgeProbe.fit(
      features, rows: features.all, targets: [target], weights: weights,
      penalty: PenaltyOptions(candidates: [c]))[0]
    let residuals = zip(target, try fit.probe.predictions(of: features)).map { $0 - $1 }
    var gradient = fit.probe.weights.map { -$0 / (2 * c) }
    var size = 0.0
    for row in 0..<rows {
      let values = features.row(row)
      for j in 0..<width {
        let centred = Double(values[j] - fit.probe.standardizer.mean[j])
        let term =
          Double(weights[row]) * residuals[row] * centred * Double(fit.probe.standardizer.scale[j])
        gradient[j] += term
        size += term * term
      }
    }
    let worst = gradient.reduce(0) { max($0, abs($1)) }
    #expect(worst < 1e-3 * (size / Double(width)).squareRoot() + 1e-6, "\(worst)")
  }

  @Test func refusesWhatCannotBeFitted() throws {
    let features = try EngineGolden.features("well-200-12")
    let target = [Double](repeating: 1, count: 200)
    #expect(throws: ProbesError.rowsDiffer(what: "targets", expected: 200, found: 1)) {
      try RidgeProbe.fit(features, rows: features.all, targets: [[1]])
    }
    #expect(throws: ProbesError.self) {
      try RidgeProbe.fit(
        features, rows: features.all, targets: [target], weights: target.map { -Float($0) })
    }
    #expect(throws: ProbesError.self) {
      try RidgeProbe.fit(features, rows: features.all, targets: [target.map { _ in .nan }])
    }
    #expect(throws: ProbesError.self) {
      try RidgeProbe.fit(
        features, rows: features.all, targets: [target],
        penalty: PenaltyOptions(candidates: [1, 2]))
    }
    let constant = try RidgeProbe.fit(features, rows: features.all, targets: [target])[0]
    #expect(agree(constant.probe.intercept, 1, within: 1e-9))
    #expect(constant.training.rSquared.isNaN)
  }
}
