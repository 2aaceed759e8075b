import Calibration
import Charts
import Probes
import Statistics

/// A sentence that follows from the numbers, with how good the news is.
struct Finding: Sendable, Equatable {
  enum Verdict: String, Sendable { case good, open, bad }

  var verdict: Verdict
  var claim: String
  var reason: String
}

extension Finding {
  /// Whether the ranking is better than chance.
  static func discrimination(_ auroc: Estimate) -> Finding? {
    guard auroc.value.isFinite else { return nil }
    guard auroc.hasInterval else {
      return Finding(
        verdict: .open, claim: "How certain the AUROC is cannot be said:",
        reason: "\(auroc.intervalNote ?? "there is no interval").")
    }
    let interval = "The \(auroc.levelText) interval of its AUROC, \(auroc.intervalText),"
    if auroc.low > 0.5 {
      return Finding(
        verdict: .good, claim: "The probe ranks better than guessing.",
        reason: "\(interval) lies above 0.5.")
    }
    if auroc.high < 0.5 {
      return Finding(
        verdict: .bad, claim: "The probe ranks worse than guessing.",
        reason: "\(interval) lies below 0.5: what it learned in training is reversed in these "
          + "rows, or their labels are swapped.")
    }
    return Finding(
      verdict: .bad, claim: "The probe is not shown to rank better than guessing.",
      reason: "\(interval) contains 0.5.")
  }

  /// Whether the probe beats the best baseline, chosen either on these rows or on validation.
  static func lead(over best: ProbeReport.Comparison, isChosenHere: Bool) -> Finding {
    let judge = isChosenHere ? "these rows" : "validation"
    let name = "\(best.name) (AUROC \(best.auroc.valueText), best on \(judge))"
    guard let lead = best.lead, lead.hasInterval else {
      return Finding(
        verdict: .open, claim: "Whether it beats the best baseline is open.",
        reason: "That is \(name); the difference has no interval.")
    }
    let difference = NumberText.fixed(lead.value.magnitude, decimals: 3)
    let interval =
      "Probe minus \(name): the \(lead.levelText) interval, \(lead.intervalText),"
    if lead.low > 0 {
      return Finding(
        verdict: .good, claim: "It beats the best baseline by \(difference).",
        reason: "\(interval) excludes zero.")
    }
    if lead.high < 0 {
      return Finding(
        verdict: .bad, claim: "The best baseline beats the probe by \(difference).",
        reason: "\(interval) lies below zero.")
    }
    return Finding(
      verdict: .bad, claim: "It is not shown to beat the best baseline.",
      reason: "\(interval) contains zero.")
  }

  /// What the choice among several taps does to the validation value.
  static func selection(tap: String, of count: Int, validation: Estimate, test: Estimate)
    -> Finding?
  {
    guard count > 1, validation.value.isFinite, test.value.isFinite else { return nil }
    return Finding(
      verdict: .open, claim: "\(tap) was chosen among \(count) taps.",
      reason: "Its validation AUROC of \(validation.valueText) is the best of many and so tends "
        + "to flatter; the test AUROC of \(test.valueText) played no part in the choice.")
  }

  /// What stands in the way of reading the numbers as those of new data.
  static func honesty(_ part: EvaluationPart, _ overlap: GroupOverlap?) -> Finding? {
    switch part {
    case .train:
      return Finding(
        verdict: .bad, claim: "These are the rows the probe was fitted on.",
        reason: "All numbers flatter; they are for diagnosis only.")
    case .validation:
      return Finding(
        verdict: .bad, claim: "These rows chose the tap and the recalibration.",
        reason: "All numbers flatter; read those of the test part.")
    case .test:
      return nil
    case .all:
      guard let overlap else { return nil }
      let rows = overlap.trainingRows + overlap.validationRows
      guard rows > 0 else {
        return Finding(
          verdict: .good, claim: "No group of these rows took part in training.",
          reason: "The numbers are those of new data.")
      }
      let groups = overlap.trainingGroups + overlap.validationGroups
      return Finding(
        verdict: .bad,
        claim: "\(NumberText.count(rows)) rows belong to groups that training has seen.",
        reason: "That is \(NumberText.count(groups)) groups; the numbers may flatter.")
    }
  }

  /// Whether the calibration error is more than what chance gives right probabilities.
  static func calibration(
    before: Estimate, after: Estimate?, method: String, floor: CalibrationErrorFloor?
  ) -> Finding? {
    let final = after ?? before
    guard before.value.isFinite, final.value.isFinite else { return nil }
    let error =
      after == nil
      ? "ECE \(before.valueText)"
      : "ECE \(before.valueText) as fitted, \(final.valueText) after \(method)"
    guard let floor else {
      return Finding(
        verdict: .open, claim: "The calibration error is this: \(error).",
        reason: "What chance alone would give was not computed.")
    }
    let isByChance = final.value <= floor.high
    return Finding(
      verdict: isByChance ? .good : .bad,
      claim: isByChance
        ? "No miscalibration is shown: \(error)." : "Its probabilities are off: \(error).",
      reason: "Were every probability right, chance alone would give "
        + "\(NumberText.fixed(floor.mean, decimals: 3)) on average and stay under "
        + "\(NumberText.fixed(floor.high, decimals: 3)) in \(NumberText.percent(floor.level)) "
        + "of cases.")
  }

  /// A warning where there is too little data for the intervals or the calibration error.
  static func sampleSize(_ estimate: Estimate) -> Finding? {
    if estimate.clusters < 30 {
      return Finding(
        verdict: .open, claim: "There are only \(estimate.clusters) independent groups.",
        reason: "Intervals from so few groups tend to be too narrow.")
    }
    guard estimate.count < 300 else { return nil }
    return Finding(
      verdict: .open, claim: "There are only \(estimate.count) items.",
      reason: "Calibration errors of so few items are biased upwards.")
  }
}

extension ProbeReport {
  /// The baseline that did best on validation, or the one with the highest AUROC here.
  var strongestBaseline: Comparison? {
    if let best = baselines.first(where: { $0.name == bestBaseline }) { return best }
    return baselines.filter { $0.auroc.value.isFinite }.max { $0.auroc.value < $1.auroc.value }
  }

  /// What the numbers allow to be said, and no more.
  var findings: [Finding] {
    let auroc = final.evaluation.auroc
    let chosen = part == .test ? sweep.first { $0.tap == subject.tap } : nil
    return [
      .honesty(part, overlap),
      .discrimination(auroc),
      strongestBaseline.map { .lead(over: $0, isChosenHere: $0.name != bestBaseline) },
      chosen.flatMap {
        .selection(tap: $0.tap, of: sweep.count, validation: $0.validation, test: auroc)
      },
      .calibration(
        before: before.evaluation.equalWidthECE, after: after?.evaluation.equalWidthECE,
        method: recalibration.name, floor: final.chanceError),
      .sampleSize(auroc),
    ].compactMap { $0 }
  }
}
