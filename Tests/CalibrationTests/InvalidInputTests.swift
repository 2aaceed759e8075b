import Calibration
import Testing

@Suite struct InvalidInputTests {
  private let labels = [true, false, true]

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing was thrown"
    } catch {
      return "\(error)"
    }
  }

  @Test func sayWhatIsWrong() {
    #expect(
      message { _ = try auroc(scores: [], labels: []) } == "There are no predictions to work on.")
    #expect(
      message { _ = try auroc(scores: [1, 2], labels: labels) }
        == "Expected one entry in the labels for each of the 2 predictions, found 3.")
    #expect(
      message { _ = try brier(probabilities: [0.5, .nan, 1], labels: labels) }
        == "Entry 1 of the probabilities is NaN or infinite; only finite numbers can be used.")
    #expect(
      message { _ = try brier(probabilities: [0.5, 1.0000001, 1], labels: labels) }
        .hasPrefix("Entry 1 of the probabilities is 1.0000001, outside [0, 1]"))
    #expect(
      message { _ = try Recalibration.fit(.platt, logits: [1, 2], labels: [true, true]) }
        .hasPrefix("Fitting Platt scaling needs both positive and negative labels, but all 2"))
    #expect(
      message {
        _ = try calibrationError(
          probabilities: [0.5], labels: [true], binning: .equalMass(0))
      }
        == "The number of bins must lie in 1...100000; found 0.")
    #expect(
      message { _ = try auroc(scores: [1, 2, 3], labels: labels, weights: [1, -1, 2]) }
        == "Weights are whole counts of at least 0 whose sum is positive and below 2^31; "
        + "found -1 at entry 1.")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, -0.001, 1.001])
  func everyProbabilityMetricRefuses(value: Double) {
    let p = [0.5, value, 0.5]
    #expect(throws: CalibrationError.self) { try brier(probabilities: p, labels: labels) }
    #expect(throws: CalibrationError.self) { try accuracy(probabilities: p, labels: labels) }
    #expect(throws: CalibrationError.self) {
      try negativeLogLikelihood(probabilities: p, labels: labels)
    }
    #expect(throws: CalibrationError.self) {
      try calibrationError(probabilities: p, labels: labels)
    }
    #expect(throws: CalibrationError.self) { try evaluate(probabilities: p, labels: labels) }
    #expect(throws: CalibrationError.self) {
      try reliabilityCurve(probabilities: p, labels: labels)
    }
    #expect(throws: CalibrationError.self) {
      try compare(probabilities: p, baseline: [0, 1, 0], labels: labels)
    }
    if !value.isFinite {
      #expect(throws: CalibrationError.self) { try auroc(scores: p, labels: labels) }
      #expect(throws: CalibrationError.self) { try averagePrecision(scores: p, labels: labels) }
      #expect(throws: CalibrationError.self) { try rocCurve(scores: p, labels: labels) }
      #expect(throws: CalibrationError.self) { try evaluateRanking(scores: p, labels: labels) }
      for method in Recalibration.Method.allCases where method != .identity {
        #expect(throws: CalibrationError.self) {
          try Recalibration.fit(method, logits: p, labels: labels)
        }
      }
    }
  }

  @Test func settingsAndSidesAreChecked() {
    let p = [0.1, 0.2, 0.3]
    for settings in [
      EvaluationSettings(resamples: -1), EvaluationSettings(level: 1),
      EvaluationSettings(level: .nan), EvaluationSettings(threshold: .nan),
      EvaluationSettings(bins: 0),
    ] {
      #expect(throws: CalibrationError.self) {
        try evaluate(probabilities: p, labels: labels, settings: settings)
      }
    }
    #expect(throws: CalibrationError.self) {
      try evaluate(probabilities: p, labels: labels, clusters: [1, 2])
    }
    #expect(throws: CalibrationError.self) {
      try evaluate(probabilities: p, labels: labels, weights: [0, 0, 0])
    }
    #expect(throws: CalibrationError.self) { try rocCurve(scores: p, labels: [true, true, true]) }
    #expect(throws: CalibrationError.self) {
      try rocCurve(scores: p, labels: labels, maximumPoints: 1)
    }
  }
}
