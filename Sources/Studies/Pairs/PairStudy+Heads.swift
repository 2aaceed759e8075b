import Calibration
public import Probes
import Statistics

extension PairStudy {
  /// A head to be trained beside the linear probe of every task.
  public struct HeadRecipe: Sendable {
    /// A short name for files, such as `mlp`.
    public var name: String
    /// How it is built and trained.
    public var options: HeadOptions
    /// What it reads; nil for the tap that the linear probe chose on validation.
    public var inputs: HeadInputs?

    /// A head of two classes.
    public init(_ name: String, _ options: HeadOptions, inputs: HeadInputs? = nil) {
      (self.name, self.options, self.inputs) = (name, options, inputs)
    }

    /// The name with the inputs where they were chosen.
    public var fileName: String { inputs.map { "\(name).\($0.name)" } ?? name }
  }

  /// Trains a head on a task, on the very examples and split of its linear probe.
  ///
  /// - Throws: what `trainHeadProbe` throws.
  public func train(
    _ recipe: HeadRecipe, on task: Task, monitor: ProbeMonitor = ProbeMonitor()
  ) throws -> HeadTraining {
    let examples = try task.selection.examples()
    return try trainHeadProbe(
      recipe.inputs ?? HeadInputs(name: task.training.probe.tap),
      features: HeadFeatures(store, rows: examples.rows, model: models?.small),
      labels: examples.labels, beside: task.training, head: recipe.options,
      settings: probeOptions, monitor: monitor)
  }
}

extension PairReport.Comparison.Row {
  /// The row of a head.
  init(_ head: HeadTraining) {
    let linear = head.test.baselines.first { $0.baseline.kind == .linear }
    self.init(
      name: head.title, auroc: head.test.final.auroc, accuracy: head.test.final.accuracy,
      probeLead: linear?.lead[.auroc].map { -$0 }, isMain: true)
  }

  /// The row of its shuffled labels.
  init(shuffled head: HeadTraining) {
    self.init(
      name: "\(head.title), \(Baseline.Kind.shuffledLabels.title)", auroc: head.shuffled,
      spread: head.shuffledSpread)
  }
}
