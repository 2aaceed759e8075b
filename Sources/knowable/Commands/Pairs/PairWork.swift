import Embeddings
import Probes
import Statistics
import Studies
import TensorFiles

/// Fills the report of a pair task by task, with a progress line each, and writes what is trained.
struct PairWork {
  /// The study; divergences are added when a target needs them.
  private(set) var study: PairStudy
  /// The report so far.
  private(set) var report: PairReport
  private let source: ProbeSource
  private let output: String
  private let input: String
  private let columns: DocumentReader.Columns
  private let common: CommonOptions

  init(
    study: PairStudy, report: PairReport, source: ProbeSource, output: String, input: String,
    columns: DocumentReader.Columns, common: CommonOptions
  ) {
    (self.study, self.report, self.source) = (study, report, source)
    (self.output, self.input, self.columns) = (output, input, columns)
    self.common = common
  }

  /// Every task of two classes: the linear probe, heads, BET-FT and the atlas of the gap task. Tasks
  /// without enough positions are noted; there may be none left.
  mutating func addTasks(
    recipes: [PairStudy.HeadRecipe], finetuningEpochs: Int
  ) throws -> [PairStudy.Task] {
    let tasks = try study.rules().compactMap { try task($0.name, $0.rule) }
    guard !tasks.isEmpty else { return [] }
    let readings = try finetuned(epochs: finetuningEpochs)
    for task in tasks {
      let name = task.name
      try report.add(task, of: study)
      try ProbeFile.write(task.training.probe, to: "\(output)/\(name).probe")
      for recipe in recipes { try add(recipe, to: task) }
      for reading in readings {
        try report.add(study.judge(reading, on: task), named: reading.name, to: task)
      }
      if name == "gap" { for map in try study.atlas(of: task) { report.add(map) } }
    }
    return tasks
  }

  /// Numbers at every position of the band.
  mutating func addRegressions(
    of targets: [RegressionTarget], recipes: [PairStudy.HeadRecipe]
  ) throws {
    if targets.contains(.divergence) || targets.contains(.logDivergence) {
      var line = ProgressLine("Divergence:", quiet: common.quiet)
      var reader = try DocumentReader(path: input, columns: columns)
      try ProgressRelay().follow(&line) { monitor in
        try study.addDivergence(documents: { try reader.next() }, monitor: monitor)
      }
      line.finish("Jensen-Shannon divergence at \(study.pairs.count) positions")
    }
    for target in targets {
      var line = ProgressLine("\(target.rawValue):", quiet: common.quiet)
      do {
        let regression = try ProgressRelay().follow(&line) { monitor in
          try study.regress(target, recipes: recipes, source: source, monitor: monitor)
        }
        report.add(regression)
        for head in regression.heads {
          try HeadFile.write(head.probe, to: "\(output)/\(target.rawValue).\(head.name).probe")
        }
        line.finish("\(target.rawValue): regressed in \(regression.rows.count) ways")
      } catch let error as ProbesError where error.isLackOfPositions {
        leaveOut(target.rawValue, error, &line)
      }
    }
  }

  private mutating func task(_ name: String, _ rule: LabelRule) throws -> PairStudy.Task? {
    var line = ProgressLine("\(name):", quiet: common.quiet)
    do {
      let task = try ProgressRelay().follow(&line) { monitor in
        try study.run(name, rule, source: source, monitor: monitor)
      }
      line.finish("\(output)/\(name).probe: a probe at \(task.training.test.tap)")
      return task
    } catch let error as ProbesError where error.isLackOfPositions {
      leaveOut(name, error, &line)
      return nil
    }
  }

  private mutating func add(_ recipe: PairStudy.HeadRecipe, to task: PairStudy.Task) throws {
    let path = "\(output)/\(task.name).\(recipe.fileName).probe"
    var line = ProgressLine("\(task.name), \(recipe.name):", quiet: common.quiet)
    let head = try ProgressRelay().follow(&line) { monitor in
      try study.train(recipe, on: task, monitor: monitor)
    }
    try HeadFile.write(head.probe, to: path)
    report.add(head, to: task.title)
    line.finish("\(path): \(head.title), best after \(head.probe.head.bestStep) steps")
  }

  private mutating func finetuned(epochs: Int) throws -> [PairStudy.FinetunedReading] {
    guard epochs > 0, study.store.manifest.settings.taps.contains("final_norm") else {
      report.notes.append(
        epochs > 0
          ? "There is no BET-FT: it finetunes the model's head, which reads the tap final_norm."
          : "BET-FT was left out (--finetuning-epochs 0).")
      return []
    }
    var line = ProgressLine("BET-FT:", quiet: common.quiet)
    do {
      let readings = try ProgressRelay().follow(&line) { monitor in
        try study.finetunedReadings(epochs: epochs, monitor: monitor)
      }
      line.finish("BET-FT: the model's own head finetuned in \(readings.count) readings")
      return readings
    } catch let error as ProbesError where error.isLackOfPositions {
      leaveOut("BET-FT", error, &line)
      return []
    }
  }

  /// A task without enough positions is a result; the others go on.
  private mutating func leaveOut(_ name: String, _ error: ProbesError, _ line: inout ProgressLine) {
    line.finish("No result for \(name): \(error.description)")
    report.leftOut.append(.init(task: name, reason: error.description))
  }
}

extension PairStudy.HeadRecipe {
  /// The same head with the loss of a regression.
  func regressing(_ loss: HeadLoss) -> Self {
    var recipe = self
    recipe.options.loss = loss
    return recipe
  }
}
