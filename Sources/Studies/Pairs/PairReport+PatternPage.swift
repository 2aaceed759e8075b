import Charts

/// Where the paper's pattern appears, as a part of a pair's page.
extension PairReport {
  var patternSection: Page.Section? {
    let pattern = pattern
    guard !pattern.isEmpty else { return nil }
    func count(of outcome: PatternFinding.Outcome) -> Int {
      pattern.count { $0.outcome == outcome }
    }
    let details = pattern.filter { $0.task != nil }
    return Page.Section(
      id: "pattern", title: "Where the paper's pattern appears", shortTitle: "Pattern",
      content: """
        <p>What the paper reports in words, decided here by \
        intervals over documents: \(count(of: .appears)) of \(pattern.count) claims appear, \
        \(count(of: .fails)) do not, \(count(of: .open)) are not decided.</p>
        \(HTML.findings(pattern.filter { $0.task == nil }.map(\.finding), notes: []))
        \(table(details).html)
        <details><summary>The numbers</summary>\
        \(HTML.findings(details.map(\.finding), notes: []))</details>
        """)
  }

  /// A claim a row, a task a column.
  private func table(_ findings: [PatternFinding]) -> Table {
    let tasks = comparisons.map(\.title).filter { title in findings.contains { $0.task == title } }
    var claims: [String] = []
    for finding in findings where !claims.contains(finding.claim) { claims.append(finding.claim) }
    return Table(
      caption: "Claims by task",
      columns: [.text("Claim")] + tasks.map { .text(String($0.prefix { $0 != "," })) },
      rows: claims.map { claim in
        [.prose(claim)]
          + tasks.map { task in
            let found = findings.first { $0.claim == claim && $0.task == task }
            return .text(
              found.map { "\($0.outcome.mark) \($0.outcome.rawValue)" } ?? NumberText.missing)
          }
      }, isSortable: false, isCaptionHidden: true)
  }
}

extension PairReport.PatternFinding {
  fileprivate var finding: Finding {
    Finding(
      verdict: outcome == .appears ? .good : outcome == .fails ? .bad : .open,
      claim: "\(claim.dropLast()): \(outcome.rawValue).",
      reason: (task.map { "\($0): " } ?? "") + reason)
  }
}

extension PairReport.PatternFinding.Outcome {
  fileprivate var mark: String {
    switch self {
    case .appears: "\u{2713}"
    case .fails: "\u{2717}"
    case .open: "\u{2022}"
    }
  }
}
