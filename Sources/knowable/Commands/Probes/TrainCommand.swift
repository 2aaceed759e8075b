import ArgumentParser
import Calibration
import Embeddings
import Probes
import Studies
import TextFiles

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Fit a probe on a store and labels, and judge it on held-out groups.",
    discussion: """
      Documents are split by group into train, validation and test (60/20/20, by hash of seed and
      group). The penalty is chosen by grouped cross-validation on train, the tap and the
      recalibration on validation; everything printed is measured on test. Baselines stand beside
      the probe: majority, text length, the embedding layer, a random direction, shuffled labels.

      --head mlp (or linear-adam) trains that head on the same split beside the linear probe, and
      OUTPUT holds the head instead; its tap is the linear probe's unless --inputs says otherwise.

      Labels meet documents by the id column where the CSV has one, else by row number.

      Example: knowable train --store cities.store --labels cities.csv --target label \\
        --group group --sweep --output cities.probe
      """)

  @OptionGroup var data: LabelledStoreOptions

  @Option(help: "Column with the label: 0/1, true/false or yes/no.")
  var target = "label"

  @Option(help: "Column whose equal values never stand on both sides of a split.")
  var group: String?

  @Option(help: "The one tap to use, such as block.12.")
  var tap: String?

  @Flag(help: "Try every tap of the store and choose on validation (the default).")
  var sweep = false

  @Option(help: "Kind of probe: logistic, mass-mean or lda.")
  var kind: ProbeKind = .logistic

  @Option(name: .customLong("c"), help: "Values of scikit-learn's C to try, divided by commas.")
  var penalties: String?

  @Option(help: "Map fitted on validation: platt, temperature, isotonic or none.")
  var recalibration = "platt"

  @OptionGroup var intervals: IntervalOptions

  @OptionGroup(title: "Heads") var heads: HeadArguments

  @Option(help: "The model of the store, for heads that read logits or the likeliest token.")
  var model: String?

  @Option(help: "File of the probe.")
  var output: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if tap != nil, sweep { throw ValidationError("Give either --tap or --sweep.") }
    _ = try options()
    if try heads.recipes(seed: 0, preset: nil).count > 1 {
      throw ValidationError("One file holds one head: give one --head and one of --inputs.")
    }
  }

  func run() throws {
    common.apply()
    let examples = try data.open(label: target, group: group, common)
    var line = ProgressLine("Training:", quiet: common.quiet)
    let recipe = try heads.recipes(seed: common.seed, preset: nil).first
    let options = try options()
    let (training, head) = try ProgressRelay().follow(&line) { monitor in
      let training = try trainProbe(
        features: examples.features, labels: examples.labels, options: options,
        source: data.source(of: examples), monitor: monitor)
      let head = try recipe.map { recipe in
        try trainHeadProbe(
          recipe.inputs ?? HeadInputs(name: training.probe.tap),
          features: data.features(of: examples, model: model), labels: examples.labels,
          beside: training, head: recipe.options, settings: options, monitor: monitor)
      }
      return (training, head)
    }
    if let head {
      try HeadFile.write(head.probe, to: output)
      line.finish("\(output): \(head.title)")
    } else {
      try ProbeFile.write(training.probe, to: output)
      line.finish("\(output): a \(kind.rawValue) probe at \(training.test.tap)")
    }
    common.show(
      TrainingText(training, head).json(probe: output), text: TrainingText(training, head).text)
  }

  private func options() throws -> ProbeOptions {
    var options = ProbeOptions()
    options.kind = kind
    options.taps = tap.map { [$0] }
    options.seed = common.seed
    options.resamples = intervals.resamples
    if let penalties {
      let values = penalties.listed.map { Double($0) }
      guard !values.isEmpty, values.allSatisfy({ ($0 ?? 0) > 0 }) else {
        throw ValidationError("--c takes positive numbers divided by commas.")
      }
      options.penalty = PenaltyOptions(candidates: values.compactMap { $0 }.sorted())
    }
    let name = recalibration == "none" ? "identity" : recalibration
    guard let method = Recalibration.Method(rawValue: name) else {
      throw ValidationError("--recalibration is platt, temperature, isotonic or none.")
    }
    options.recalibration = method
    return options
  }
}
