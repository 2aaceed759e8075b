import Calibration
import Charts
import Probes

/// The sections that let a reader repeat and check the numbers.
extension ProbeReport {
  var methodSection: Page.Section {
    .method(
      lead: samples.isEmpty ? .empty : sampleTable.html, settings: settings, versions: versions,
      hashes: hashes, commands: commands)
  }

  private var sampleTable: Table {
    let rows = samples.map { sample -> [Table.Cell] in
      [
        .text(sample.part.rawValue), .count(sample.count), .count(sample.groups),
        .count(sample.positives), .share(sample.positives, of: sample.count),
      ]
    }
    return Table(
      caption: "The data of the training; no group is in two parts",
      columns: [
        .text("Part"), .number("Items"), .number("Groups"), .number(subject.positive),
        .number("Share \(subject.positive)"),
      ], rows: rows, isSortable: false)
  }

  var definitionSection: Page.Section {
    let evaluation = before.evaluation
    let metrics = evaluation.metrics.map { metric -> HTML in
      """
      <dt>\(metric.heading) <span class="note">\(metric.direction)</span></dt>
      <dd>\(metric.definition)</dd>

      """
    }
    let binning = before.reliability?.binning ?? .equalWidth(evaluation.settings.bins)
    let threshold = NumberText.fixed(evaluation.settings.threshold, decimals: 2)
    let terms: [(String, String)] = [
      ("Threshold", "Probabilities of at least \(threshold) count as \(subject.positive)."),
      ("Bins of ECE", Binning.equalWidth(evaluation.settings.bins).rule),
      ("Bins of equal-mass ECE", Binning.equalMass(evaluation.settings.bins).rule),
      ("Bins of the reliability curve", binning.rule),
      (
        "Error by chance",
        """
        A binned error is above zero even if every probability is right. Simulated by drawing \
        labels from the probabilities themselves, independently of each other.
        """
      ),
      (
        "Consistency band",
        """
        The range in which the observed share of a bin falls if every probability is right, \
        simulated (Bröcker and Smith, 2007). It takes items as independent.
        """
      ),
      ("Intervals", evaluation.settings.intervalDefinition),
      (
        "Tap",
        """
        The place in the model whose vector is read: embedding is what enters the first block, \
        block.N the output of the N-th block before any final norm, final_norm the last hidden \
        state, which goes into the output layer.
        """
      ),
    ]
    return .definitions(terms, lead: "\(metrics)")
  }
}
