import Charts
import ConflictingQA
import Statistics

/// What the numbers of a study of evidence allow to be said.
extension Finding {
  /// Whether the reader leans to an answer whatever it is shown.
  static func leaning(_ rate: Estimate) -> Finding {
    let interval =
      "Documents that say yes win \(NumberText.percent(rate.value, decimals: 1)) "
      + "(\(NumberText.percent(rate.low, decimals: 1)) to "
      + "\(NumberText.percent(rate.high, decimals: 1)))."
    if rate.low > 0.5 {
      return Finding(verdict: .open, claim: "It leans to yes.", reason: interval)
    }
    if rate.high < 0.5 {
      return Finding(verdict: .open, claim: "It leans to no.", reason: interval)
    }
    return Finding(verdict: .good, claim: "No leaning to an answer is shown.", reason: interval)
  }

  /// Whether the place of a document decides.
  static func position(_ effect: Estimate) -> Finding {
    let reason =
      "Standing first changes a side's log odds by \(effect.valueText) nats "
      + "(\(effect.intervalText)); both orders are averaged in all other numbers."
    if effect.low > 0 {
      return Finding(verdict: .open, claim: "The first document is favoured.", reason: reason)
    }
    if effect.high < 0 {
      return Finding(verdict: .open, claim: "The last document is favoured.", reason: reason)
    }
    return Finding(verdict: .good, claim: "No effect of position is shown.", reason: reason)
  }

  /// Which features go with winning.
  static func sensitivity(_ all: [FeatureSensitivity]) -> Finding {
    // Where a feature hardly occurs there is no p.
    let tested = all.count { !$0.holm.isNaN }
    let clear = all.filter { $0.holm < 0.05 }
      .sorted { abs($0.documents.value) > abs($1.documents.value) }
    guard !clear.isEmpty else {
      return Finding(
        verdict: .open, claim: "No feature is shown to go with winning.",
        reason: "None of \(tested) has a Holm-corrected p below 0.05 among documents of a side.")
    }
    let names = clear.map { "\($0.feature.rawValue) (ρ \($0.documents.valueText))" }
    return Finding(
      verdict: .good, claim: "What goes with winning: \(names.joined(separator: ", ")).",
      reason: "Rank correlations with strength among documents of a side, Holm over \(tested) "
        + "features; correlation is not cause, which is what the edits are for.")
  }

  /// Which edits change the win rate.
  static func edits(_ effects: [EditEffect], margin: Double) -> Finding {
    func names(_ verdict: EditEffect.Verdict) -> String {
      let found = effects.filter { $0.verdict == verdict }.map(\.edit.id)
      return found.isEmpty ? "none" : found.joined(separator: ", ")
    }
    let points = NumberText.fixed(margin * 100, decimals: 0)
    let isAny = effects.contains { [.raises, .lowers].contains($0.verdict) }
    return Finding(
      verdict: isAny ? .good : .open,
      claim: "Edits that raise the win rate beyond their placebo: \(names(.raises)).",
      reason: "That lower it: \(names(.lowers)); within ±\(points) points of no effect: "
        + "\(names(.none)); not shown either way: \(names(.open)).")
  }
}
