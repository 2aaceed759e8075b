import Probes
import Statistics
import Testing

@testable import Studies

@Suite("What the numbers allow to be said")
struct FindingTests {
  private func estimate(_ value: Double, _ low: Double, _ high: Double, clusters: Int = 100)
    -> Estimate
  {
    Estimate(value: value, low: low, high: high, count: 400, clusters: clusters, resamples: 100)
  }

  @Test(
    "Discrimination follows the interval, not the value",
    arguments: [
      (0.6, 0.52, 0.7, Finding.Verdict.good, "better than guessing"),
      (0.6, 0.49, 0.7, .bad, "not shown"), (0.4, 0.3, 0.48, .bad, "worse than guessing"),
      (0.6, Double.nan, Double.nan, .open, "How certain"),
    ])
  func discrimination(
    value: Double, low: Double, high: Double, verdict: Finding.Verdict, words: String
  ) throws {
    let finding = try #require(Finding.discrimination(estimate(value, low, high)))
    #expect(finding.verdict == verdict && finding.claim.contains(words))
    #expect(Finding.discrimination(estimate(.nan, 0, 1)) == nil)
  }

  @Test(
    "A lead counts when its interval excludes zero",
    arguments: [
      (0.1, 0.02, 0.2, Finding.Verdict.good, "excludes zero"),
      (0.1, -0.02, 0.2, .bad, "contains zero"), (-0.1, -0.2, -0.01, .bad, "below zero"),
      (0.1, Double.nan, Double.nan, .open, "no interval"),
    ])
  func lead(value: Double, low: Double, high: Double, verdict: Finding.Verdict, words: String) {
    let baseline = ProbeReport.Comparison(
      name: "text length", explanation: "", auroc: estimate(0.6, 0.5, 0.7),
      lead: estimate(value, low, high))
    let finding = Finding.lead(over: baseline, isChosenHere: false)
    #expect(finding.verdict == verdict && finding.reason.contains(words))
    #expect(finding.reason.contains("text length (AUROC 0.600, best on validation)"))
  }

  @Test("Recalibration is judged by whether the intervals are apart")
  func calibration() {
    func finding(_ before: Estimate, _ after: Estimate?) -> Finding? {
      Finding.calibration(before: before, after: after, method: "Platt scaling")
    }
    let high = estimate(0.1, 0.08, 0.12)
    let low = estimate(0.03, 0.02, 0.05)
    #expect(finding(high, low)?.verdict == .good)
    #expect(finding(low, high)?.verdict == .bad)
    #expect(finding(high, estimate(0.09, 0.07, 0.11))?.verdict == .open)
    #expect(finding(high, high)?.claim.contains("leaves") == true)
    #expect(finding(high, nil)?.claim == "The expected calibration error is 0.100.")
    #expect(finding(estimate(.nan, 0, 0), low) == nil)
  }

  @Test("Rows that training has seen are said to be so")
  func honesty() {
    #expect(Finding.honesty(.test, nil) == nil)
    #expect(Finding.honesty(.train, nil)?.verdict == .bad)
    #expect(Finding.honesty(.validation, nil)?.verdict == .bad)
    #expect(Finding.honesty(.all, nil) == nil)
  }

  @Test("Few groups and few items are warned of")
  func sampleSize() {
    #expect(Finding.sampleSize(estimate(0.5, 0, 1, clusters: 12))?.claim.contains("12") == true)
    #expect(Finding.sampleSize(estimate(0.5, 0, 1)) == nil)
    let few = Estimate(value: 0.5, count: 120, clusters: 120)
    #expect(Finding.sampleSize(few)?.claim.contains("120 items") == true)
  }
}
