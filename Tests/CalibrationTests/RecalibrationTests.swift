import Calibration
import Foundation
import TestSupport
import Testing
import TextFiles

@Suite struct RecalibrationTests {
  private func cases() throws -> [(row: GoldenCase, logits: [Double], expected: JSONValue)] {
    try GoldenCase.all().filter { $0.expected["recalibrations"] != nil }.map {
      ($0, try $0.expected.numbers("logits"), try $0.expected.member("recalibrations"))
    }
  }

  @Test func plattFindsTheOptimumAndScikitLearnsLine() throws {
    for (row, logits, expected) in try cases() {
      for smoothed in [true, false] {
        let fit = try PlattScaling(
          fitting: logits, labels: row.labels, weights: row.weights, smoothed: smoothed)
        let best = try expected.numbers(smoothed ? "platt_smoothed" : "platt_plain")
        #expect(worstDistance([fit.slope, fit.intercept], best) < 1e-9, "\(row.name)")
        if smoothed {
          // scikit-learn stops its optimiser at a gradient of 1e-6.
          let other = try expected.numbers("platt_sklearn")
          #expect(worstDistance([fit.slope, fit.intercept], other) < 1e-5, "\(row.name)")
        }
      }
    }
  }

  @Test func temperatureFindsTheOptimum() throws {
    for (row, logits, expected) in try cases() {
      let fit = try TemperatureScaling(fitting: logits, labels: row.labels, weights: row.weights)
      #expect(agree(fit.temperature, try expected.number("temperature")), "\(row.name)")
      #expect(agree(fit.temperature, try expected.number("temperature_sklearn"), within: 1e-6))
      #expect(!fit.isAtLimit)
    }
  }

  @Test func isotonicIsScikitLearns() throws {
    for (row, logits, expected) in try cases() {
      let fit = try IsotonicRegression(fitting: logits, labels: row.labels, weights: row.weights)
      #expect(fit.thresholds == (try expected.numbers("isotonic_thresholds")), "\(row.name)")
      #expect(worstDistance(fit.values, try expected.numbers("isotonic_values")) < 1e-12)
      let found = try expected.numbers("queries").map { fit.probability(ofLogit: $0) }
      #expect(worstDistance(found, try expected.numbers("isotonic_at_queries")) < 1e-9)
    }
  }

  @Test func isotonicOfSeparatedAndOfReversedLabels() throws {
    let rising = try IsotonicRegression(fitting: [1, 2, 3, 4], labels: [false, false, true, true])
    #expect(rising.thresholds == [1, 2, 3, 4] && rising.values == [0, 0, 1, 1])
    #expect(rising.probability(ofLogit: 2.25) == 0.25)
    #expect(rising.probability(ofLogit: -9) == 0 && rising.probability(ofLogit: 9) == 1)
    let falling = try IsotonicRegression(
      fitting: [1, 2, 3, 4], labels: [true, true, false, false])
    #expect(falling.thresholds == [1, 4] && falling.values == [0.5, 0.5])
    let tied = try IsotonicRegression(fitting: [1, 1, 1], labels: [true, false, false])
    #expect(tied.thresholds == [1] && agree(tied.probability(ofLogit: 5), 1.0 / 3))
  }

  @Test func separatedLabelsHaveASmoothedLineOnly() throws {
    let (logits, labels) = ([-2.0, -1, 1, 3], [false, false, true, true])
    let smoothed = try PlattScaling(fitting: logits, labels: labels)
    #expect(smoothed.slope > 0 && smoothed.slope < 10)
    #expect(throws: CalibrationError.self) {
      try PlattScaling(fitting: logits, labels: labels, smoothed: false)
    }
    let temperature = try TemperatureScaling(fitting: logits, labels: labels)
    #expect(temperature.isAtLimit && temperature.temperature < 1e-4)
    let reversed = try TemperatureScaling(fitting: logits, labels: labels.map { !$0 })
    #expect(reversed.isAtLimit && reversed.temperature > 1e4)
  }

  @Test func equalLogitsGiveTheBaseRate() throws {
    let (logits, labels) = ([2.0, 2, 2, 2], [true, true, true, false])
    let plain = try PlattScaling(fitting: logits, labels: labels, smoothed: false)
    #expect(plain.slope == 0)
    #expect(agree(plain.probability(ofLogit: -40), 0.75, within: 1e-12))
    let smoothed = try PlattScaling(fitting: logits, labels: labels)
    let target = (3 * 4.0 / 5 + 1.0 / 3) / 4
    #expect(agree(smoothed.probability(ofLogit: 2), target, within: 1e-12))
    #expect(try TemperatureScaling(fitting: [0, 0], labels: [true, false]).temperature == 1)
  }

  @Test func hugeAndTinyLogitsAreScaledAway() throws {
    let row = try GoldenCase.named("plain")
    let logits = try row.expected.numbers("logits")
    let fit = try PlattScaling(fitting: logits, labels: row.labels)
    for scale in [1e-8, 1e8] {
      let other = try PlattScaling(fitting: logits.map { $0 * scale }, labels: row.labels)
      #expect(abs(other.slope * scale / fit.slope - 1) < 1e-9)
      #expect(agree(other.intercept, fit.intercept))
    }
  }

  @Test func recalibrationImprovesWhatItMinimises() throws {
    for (row, logits, _) in try cases() {
      func loss(_ map: Recalibration) throws -> Double {
        try negativeLogLikelihood(
          probabilities: map.probabilities(ofLogits: logits), labels: row.labels,
          weights: row.weights)
      }
      let none = try loss(.identity)
      for method in [Recalibration.Method.temperature, .platt, .isotonic] {
        let map = try Recalibration.fit(
          method, logits: logits, labels: row.labels, weights: row.weights)
        #expect(try loss(map) <= none, "\(method) on \(row.name)")
      }
    }
  }

  @Test(arguments: Recalibration.Method.allCases)
  func isRebuiltFromItsParameters(method: Recalibration.Method) throws {
    let row = try GoldenCase.named("ties")
    let map = try Recalibration.fit(
      method, logits: try row.expected.numbers("logits"), labels: row.labels)
    #expect(map.method == method)
    let stored = try #require(Recalibration.Method(rawValue: map.method.rawValue))
    #expect(try Recalibration(method: stored, parameters: map.parameters) == map)
    #expect(throws: CalibrationError.self) {
      try Recalibration(method: method, parameters: map.parameters + [0.5])
    }
  }

  @Test func storedNonsenseIsRefused() {
    for parameters in [[0.0], [-1], [.nan], [.infinity]] {
      #expect(throws: CalibrationError.self) {
        try Recalibration(method: .temperature, parameters: parameters)
      }
    }
    for parameters in [[1, 1, 0, 1], [2, 1, 0, 1], [1, 2, 1, 0], [1, 2, 0, 1.5], [.nan, 0]] {
      #expect(throws: CalibrationError.self) {
        try Recalibration(method: .isotonic, parameters: parameters)
      }
    }
  }

  @Test func logitsAndProbabilitiesAreInverse() {
    for value in [-30.0, -2, -1e-9, 0, 0.3, 12] {
      #expect(agree(logit(ofProbability: probability(ofLogit: value)), value, within: 1e-3))
    }
    #expect(probability(ofLogit: 800) == 1 && probability(ofLogit: -800) == 0)
    #expect(logit(ofProbability: 0).isFinite && logit(ofProbability: 1).isFinite)
  }
}
