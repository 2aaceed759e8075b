public import Statistics

/// What a study's steps measured, beside each other.
///
/// A plain value: ``html()`` turns it into one self-contained page.
public struct StudyReport: Sendable {
  /// One run of a step.
  public struct Run: Sendable {
    /// The step's name.
    public var step: String
    /// What tells it from the step's other runs, such as `band=2:3, seed=1`; empty when it is alone.
    public var label: String
    /// The command.
    public var command: String
    /// `done`, or what became of it.
    public var state: String
    /// The folder of its results.
    public var folder: String
    /// What it measured.
    public var metrics: [Metric]

    /// A run.
    public init(
      step: String, label: String, command: String, state: String, folder: String,
      metrics: [Metric]
    ) {
      (self.step, self.label, self.command) = (step, label, command)
      (self.state, self.folder, self.metrics) = (state, folder, metrics)
    }
  }

  /// One number.
  public struct Metric: Sendable {
    /// Its name.
    public var name: String
    /// The unit; empty for pure numbers.
    public var unit: String
    /// `higher`, `lower` or `neutral`: which way is better.
    public var direction: String
    /// The number with its interval.
    public var estimate: Estimate

    /// A number.
    public init(name: String, unit: String, direction: String, estimate: Estimate) {
      (self.name, self.unit, self.direction, self.estimate) = (name, unit, direction, estimate)
    }
  }

  /// The study's name.
  public var name: String
  /// What it is about.
  public var about: String
  /// Its runs, in the order they were planned.
  public var runs: [Run]
  /// The study file as it was run.
  public var source: String
  /// Version and machine.
  public var facts: [(name: String, value: String)]

  /// A report.
  public init(
    name: String, about: String, runs: [Run], source: String,
    facts: [(name: String, value: String)]
  ) {
    (self.name, self.about, self.runs) = (name, about, runs)
    (self.source, self.facts) = (source, facts)
  }

  /// The steps in order, each with its runs.
  var steps: [(name: String, runs: [Run])] {
    var order: [String] = []
    for run in runs where !order.contains(run.step) { order.append(run.step) }
    return order.map { name in (name, runs.filter { $0.step == name }) }
  }
}
