import Statistics
import Testing

@testable import Studies

/// What a report says of the paper's pattern follows from its intervals.
@Suite struct PatternTests {
  private func estimate(_ value: Double, _ half: Double = 0.02) -> Estimate {
    Estimate(value: value, low: value - half, high: value + half, count: 400, clusters: 40)
  }

  private func report(
    gap: Double, noGap: Double, threshold: Double, hints: Double, half: Double = 0.02
  ) -> PairReport {
    var report = PairReport(subject: .init(small: "a", large: "b", data: "c"))
    report.comparisons = [("Gap task", gap), ("No-gap task", noGap)].map { title, probe in
      .init(
        title: title, explanation: "",
        rows: [
          .init(name: "linear probe, x", auroc: estimate(probe, half), isMain: true),
          .init(
            name: "MLP 8, x", auroc: estimate(probe + 0.01, half),
            probeLead: -estimate(0.01, half / 4), isMain: true),
          .init(name: "BET: small model's entropy", auroc: estimate(threshold, half)),
          .init(
            name: "BET-FT, distilled", auroc: estimate(threshold + 0.01, half),
            thresholdLead: estimate(0.01, half)),
          .init(name: "ICLT, minimum entropy", auroc: estimate(hints, half)),
        ])
    }
    return report
  }

  @Test func thePatternAppearsWhereIntervalsShowIt() {
    let pattern = report(gap: 0.95, noGap: 0.8, threshold: 0.53, hints: 0.68).pattern
    #expect(pattern.count == 9)
    #expect(pattern.allSatisfy { $0.outcome == .appears })
    #expect(pattern[0].reason.contains("0.950 (0.930 to 0.970)"))
  }

  @Test func theOppositeIsSaid() {
    let pattern = report(gap: 0.7, noGap: 0.9, threshold: 0.8, hints: 0.5).pattern
    #expect(pattern[0].outcome == .fails)
    let threshold = pattern.filter { $0.claim.hasPrefix("BET is weak") }
    #expect(threshold.map(\.outcome) == [.fails, .fails])
    #expect(pattern.filter { $0.claim.contains("In-Context") }.map(\.outcome) == [.fails, .fails])
  }

  @Test func aPerceptronIsJudgedByItsDifference() {
    func outcome(_ lead: Estimate) -> PairReport.PatternFinding? {
      var report = report(gap: 0.9, noGap: 0.8, threshold: 0.55, hints: 0.6)
      report.comparisons[0].rows[1].probeLead = -lead
      return report.pattern.first { $0.claim.contains("perceptron") }
    }
    #expect(outcome(estimate(0.02, 0.01))?.outcome == .appears)
    #expect(outcome(estimate(-0.02, 0.01))?.outcome == .fails)
    #expect(outcome(estimate(0.08, 0.02))?.outcome == .fails)
    #expect(outcome(estimate(0.04, 0.03))?.outcome == .open)
    #expect(
      outcome(estimate(0.02, 0.01))?.reason.contains("difference 0.020 (0.010 to 0.030)") == true)
  }

  @Test func wideIntervalsDecideNothing() {
    let pattern = report(gap: 0.9, noGap: 0.8, threshold: 0.57, hints: 0.6, half: 0.2).pattern
    #expect(pattern[0].outcome == .open)
    #expect(pattern.filter { $0.claim.contains("BET-FT") }.map(\.outcome) == [.open, .open])
    #expect(pattern.filter { $0.claim.contains("perceptron") }.map(\.outcome) == [.open, .open])
    let page = report(gap: 0.9, noGap: 0.8, threshold: 0.57, hints: 0.6, half: 0.2).html()
    #expect(page.contains("id=\"pattern\""))
    #expect(PairReport(subject: .init(small: "a", large: "b", data: "c")).pattern.isEmpty)
  }
}
