import Calibration
import Charts
import Probes
import Statistics

/// The top of the page: the result in words and in four numbers.
extension ProbeReport {
  /// The result in one sentence, with a verb that the interval allows.
  var headline: String {
    let article = subject.probe == "LDA" ? "An" : "A"
    let probe = "\(article) \(subject.probe) probe at \(subject.tap) of \(subject.model)"
    let classes = "\(subject.positive) from \(subject.negative) in \(subject.data)"
    let auroc = final.evaluation.auroc
    guard auroc.value.isFinite else { return "\(probe), asked to tell \(classes)" }
    let (low, high) =
      auroc.hasInterval ? (auroc.low, auroc.high) : (auroc.value, auroc.value)
    if low > 0.5 { return "\(probe) tells \(classes) with AUROC \(auroc.valueText)" }
    let reversed = "ranks \(subject.positive) below \(subject.negative) in \(subject.data)"
    let claim = high < 0.5 ? reversed : "is not shown to tell \(classes)"
    return "\(probe) \(claim): AUROC \(auroc.valueText)"
  }

  var opening: HTML {
    """
    <p class="lede">\(lede)</p>
    <dl class="keys">
    \(keyFigures)</dl>
    \(HTML.findings(findings, notes: notes))
    """
  }

  /// The judged rows in a noun, without saying more of them than is known.
  var partName: String {
    switch part {
    case .train: "training items"
    case .validation: "validation items"
    case .test: "test items"
    case .all: "items"
    }
  }

  private var lede: String {
    let evaluation = final.evaluation
    let column = subject.label.groupColumn.map { " by column “\($0)”" } ?? ""
    let unseen = part == .test ? " that no fit and no choice has seen" : ""
    let intervals =
      evaluation.auroc.hasInterval
      ? " Intervals are \(evaluation.auroc.levelText), from resampling whole groups." : ""
    return """
      Labels from column “\(subject.label.column)”, read at the \(subject.position). \
      Measured on \(NumberText.count(evaluation.count)) \(partName) in \
      \(NumberText.count(evaluation.clusters)) groups\(column)\(unseen).\(intervals)
      """
  }

  private var keyFigures: [HTML] {
    let metrics: [(BinaryMetric, String)] = [
      (.auroc, "AUROC"), (.accuracy, "Accuracy"), (.equalWidthECE, "Calibration error (ECE)"),
      (.brier, "Brier score"),
    ]
    return metrics.map { metric, name in
      let change = after == nil ? nil : before.evaluation[metric]
      return Self.keyFigure(name, final.evaluation[metric], before: change)
    }
  }

  private static func keyFigure(_ name: String, _ value: Estimate, before: Estimate?) -> HTML {
    let interval = value.hasInterval ? value.intervalText : "no interval"
    var change = HTML.empty
    if let before, before.valueText != value.valueText {
      change = "<br/>\(before.valueText) before recalibration"
    }
    return """
      <div><dt>\(name)</dt><dd><span class="value">\(value.valueText)</span>\
      \(strip(value))<span class="more">\(interval)\(change)</span></dd></div>

      """
  }

  /// The value and its interval on a line from 0 to 1.
  private static func strip(_ estimate: Estimate) -> HTML {
    func share(_ value: Double) -> String {
      NumberText.fixed(min(max(value, 0), 1) * 100, decimals: 1) + "%"
    }
    guard estimate.value.isFinite else { return .empty }
    let mark: HTML = "<b style=\"left:\(share(estimate.value))\"></b>"
    guard estimate.hasInterval else { return "<span class=\"strip\">\(mark)</span>" }
    let width = share(estimate.high - estimate.low)
    return """
      <span class="strip"><i style="left:\(share(estimate.low));width:\(width)"></i>\(mark)</span>
      """
  }
}
