import Calibration
import Testing

/// The risk-coverage curve against values computed by hand.
@Suite struct RiskCoverageTests {
  @Test func areaIsTheMeanRiskOverAllCoverages() throws {
    let curve = try RiskCoverage(confidences: [0.9, 0.8, 0.7, 0.6], losses: [0, 1, 0, 1])
    #expect(curve.points.map(\.coverage) == [0.25, 0.5, 0.75, 1])
    #expect(abs(curve.aurc - (0 + 0.5 + 1.0 / 3 + 0.5) / 4) < 1e-12)
    // The best order has both zeros first: 0, 0, 1/3, 1/2.
    #expect(abs(curve.excess - (0.5) / 4) < 1e-12)
  }

  @Test func tiesCountAsRandomOrder() throws {
    let tied = try RiskCoverage(confidences: [1, 1], losses: [0, 1])
    #expect(tied.points.count == 1 && tied.points[0].risk == 0.5)
    #expect(abs(tied.aurc - 0.5) < 1e-12)
    let orders = try [[0.0, 1], [1, 0]].map { losses in
      try RiskCoverage(confidences: [2, 1], losses: losses).aurc
    }
    #expect(abs(tied.aurc - (orders[0] + orders[1]) / 2) < 1e-12)
  }

  @Test func badInputIsRefused() {
    #expect(throws: CalibrationError.self) { _ = try RiskCoverage(confidences: [], losses: []) }
    #expect(throws: CalibrationError.self) {
      _ = try RiskCoverage(confidences: [1], losses: [.nan])
    }
    #expect(throws: CalibrationError.self) {
      _ = try RiskCoverage(confidences: [1], losses: [0, 1])
    }
  }
}
