import Calibration
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

  @Test("A calibration error is judged by what chance alone gives")
  func calibration() throws {
    let sure = (0..<100).map { $0 < 50 ? 0.1 : 0.9 }
    let floor = try calibrationErrorFloor(probabilities: sure, seed: 1)
    func finding(_ before: Double, _ after: Double?) -> Finding? {
      Finding.calibration(
        before: estimate(before, 0, 1), after: after.map { estimate($0, 0, 1) },
        method: "Platt scaling", floor: floor)
    }
    #expect(finding(0.3, nil)?.claim == "Its probabilities are off: ECE 0.300.")
    #expect(finding(0.3, floor.high)?.verdict == .good)
    #expect(finding(0.001, 0.2)?.verdict == .bad)
    #expect(finding(0.3, 0.01)?.claim.contains("0.300 as fitted, 0.010 after Platt") == true)
    #expect(finding(.nan, 0.1) == nil)
    let unknown = Finding.calibration(
      before: estimate(0.1, 0, 1), after: nil, method: "", floor: nil)
    #expect(unknown?.verdict == .open)
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
