import Statistics
import Testing

@testable import Calibration

@Suite struct RegressionEvaluationTests {
  private let predictions = [0.3, 1.2, 0.8, 2.5, 2.1, 0.8, 1.9, 3.0]
  private let targets = [0.1, 1.0, 1.1, 2.0, 2.6, 0.4, 1.1, 2.9]

  /// Figures of scikit-learn 1.8 (`r2_score`, `mean_squared_error`) and SciPy (`spearmanr`).
  @Test func valuesAreThoseOfScikitLearnAndSciPy() throws {
    let found = try evaluateRegression(predictions: predictions, targets: targets)
    #expect(abs(found.rSquared.value - 0.790_960_451_977_401_2) < 1e-12)
    #expect(abs(found.meanSquaredError.value - 0.185) < 1e-12)
    #expect(abs(found.spearman.value - 0.909_638_554_216_867_5) < 1e-9)
    #expect(found.rSquared.count == 8 && found.rSquared.clusters == 8)
  }

  /// A resample is the list with whole clusters repeated.
  @Test func resamplesAreRepetitions() throws {
    let clusters = [0, 0, 1, 1, 1, 2, 2, 3]
    let settings = EvaluationSettings(resamples: 300, seed: 4)
    let found = try evaluateRegression(
      predictions: predictions, targets: targets, clusters: clusters, settings: settings)
    let slow = ClusterBootstrap(clusters: Clusters(clusters), resamples: 300, seed: 4)
      .distribution(width: 1) { counts, row in
        let items = clusters.indices.flatMap { item in
          [Int](repeating: item, count: Int(counts[clusters[item]]))
        }
        row[0] = RankCorrelation.spearman(
          items.map { predictions[$0] }, items.map { targets[$0] })
      }
      .estimate(0, value: RankCorrelation.spearman(predictions, targets))
    #expect(abs(found.spearman.value - slow.value) < 1e-12)
    #expect(abs(found.spearman.low - slow.low) < 1e-12)
    #expect(abs(found.spearman.high - slow.high) < 1e-12)
    #expect(found.spearman.clusters == 4)
  }

  @Test func whatDoesNotFitIsSaid() {
    #expect(throws: CalibrationError.empty("targets")) {
      try evaluateRegression(predictions: [], targets: [])
    }
    #expect(throws: CalibrationError.unequalLengths("the predictions", found: 1, expected: 2)) {
      try evaluateRegression(predictions: [1], targets: [1, 2])
    }
    #expect(throws: CalibrationError.notFinite("the targets", index: 1)) {
      try evaluateRegression(predictions: [1, 2], targets: [1, .nan])
    }
  }

  @Test func aConstantTargetHasNoSpread() throws {
    let found = try evaluateRegression(predictions: [1, 2, 3], targets: [2, 2, 2])
    #expect(found.rSquared.value.isNaN && found.spearman.value.isNaN)
    #expect(abs(found.meanSquaredError.value - 2.0 / 3) < 1e-12)
  }
}
