import Statistics
import TextFiles

extension PairReport {
  /// A claim of Ahdritz et al. 2024 (in words; their tables are not public as text) and whether it
  /// holds here, by intervals.
  public struct PatternFinding: Sendable, Equatable {
    /// What the numbers say of a claim.
    public enum Outcome: String, Sendable {
      /// The intervals show it.
      case appears
      /// The intervals show the opposite.
      case fails = "does not appear"
      /// The intervals allow both.
      case open = "is not decided"
    }

    /// The claim.
    public let claim: String
    /// The task that it was looked for in; nil for a claim about several.
    public var task: String?
    /// Whether it holds.
    public let outcome: Outcome
    /// The numbers.
    public let reason: String
  }

  /// Where the paper's pattern appears in these numbers and where not: gap easier than no-gap, an
  /// entropy threshold weak in a narrow band, a finetuned head no better, a perceptron slightly above
  /// linear, the In-Context Learning Test in between. Predictors of the same positions are compared by
  /// the interval of their difference; intervals of different positions are taken as independent,
  /// which errs on the side of "not decided".
  public var pattern: [PatternFinding] {
    var findings: [PatternFinding] = []
    if let gap = main(of: "Gap task"), let noGap = main(of: "No-gap task") {
      findings.append(
        PatternFinding(
          claim: "The task with a gap is easier than the one without.",
          outcome: Self.order(gap.auroc, above: noGap.auroc),
          reason: "\(gap.name): \(gap.auroc.shown) with the gap, \(noGap.auroc.shown) without."))
    }
    return findings + comparisons.flatMap(\.pattern)
  }

  private func main(of title: String) -> Comparison.Row? {
    comparisons.first { $0.title.hasPrefix(title) }?.rows.first(where: \.isMain)
  }

  /// Whether one estimate lies above another.
  fileprivate static func order(
    _ upper: Estimate, above lower: Estimate
  ) -> PatternFinding.Outcome {
    if upper.low > lower.high { return .appears }
    return upper.high < lower.low ? .fails : .open
  }
}

extension PairReport.Comparison {
  /// The claims about one task.
  fileprivate var pattern: [PairReport.PatternFinding] {
    guard let threshold = rows.first(where: { $0.name.hasPrefix("BET:") }),
      let probe = rows.first(where: \.isMain)
    else { return [] }
    var findings = [weakThreshold(threshold)]
    for row in rows where row.name.hasPrefix("BET-FT") {
      guard let lead = row.thresholdLead else { continue }
      findings.append(
        finding(
          "\(row.name) is close to BET (within 0.05).", lead.place(in: -0.05, 0.05),
          [row, threshold], difference: lead))
    }
    if let perceptron = rows.first(where: { $0.isMain && $0.name.hasPrefix("MLP") }),
      let lead = perceptron.probeLead.map({ -$0 })
    {
      findings.append(
        finding(
          "A perceptron is slightly above the linear probe (by up to 0.05).",
          lead.place(in: 0, 0.05), [perceptron, probe], difference: lead))
    }
    if let hints = rows.first(where: { $0.name == "ICLT, minimum entropy" }) {
      findings.append(
        finding(
          "The In-Context Learning Test lies between BET and the probe.",
          between(hints.auroc, threshold.auroc, probe.auroc), [threshold, hints, probe]))
    }
    return findings
  }

  private func weakThreshold(_ row: Row) -> PairReport.PatternFinding {
    finding(
      "BET is weak in the band (AUROC below 0.6).",
      row.auroc.high < 0.6 ? .appears : row.auroc.low > 0.6 ? .fails : .open, [row])
  }

  private func between(
    _ value: Estimate, _ lower: Estimate, _ upper: Estimate
  ) -> PairReport.PatternFinding.Outcome {
    let sides = [
      PairReport.order(value, above: lower), PairReport.order(upper, above: value),
    ]
    if sides.contains(.fails) { return .fails }
    return sides.contains(.open) ? .open : .appears
  }

  private func finding(
    _ claim: String, _ outcome: PairReport.PatternFinding.Outcome, _ rows: [Row],
    difference: Estimate? = nil
  ) -> PairReport.PatternFinding {
    PairReport.PatternFinding(
      claim: claim, task: title, outcome: outcome,
      reason: rows.map { "\($0.name) \($0.auroc.shown)" }.joined(separator: ", ")
        + (difference.map { "; difference \($0.shown)" } ?? "") + ".")
  }
}

extension Estimate {
  /// Whether a difference lies between two bounds.
  fileprivate func place(
    in lower: Double, _ upper: Double
  ) -> PairReport.PatternFinding.Outcome {
    if low > lower, high < upper { return .appears }
    return high < lower || low > upper ? .fails : .open
  }

  /// The value with its interval.
  fileprivate var shown: String {
    hasInterval ? "\(valueText) (\(intervalText))" : valueText
  }
}

extension PairReport.PatternFinding {
  /// The finding as JSON.
  var json: JSONValue {
    [
      "claim": .string(claim), "task": task.map(JSONValue.string) ?? .null,
      "outcome": .string(outcome.rawValue), "reason": .string(reason),
    ]
  }
}
