import ArgumentParser
import Finetuning
import HedgedPrediction
import LanguageModels
import Probes
import Studies
import TensorFiles
import TextFiles

struct HedgeRunCommand: ParsableCommand {
  enum Backend: String, CaseIterable, ExpressibleByArgument {
    case optionHead = "option-head"
    case featureHead = "feature-head"
    case lora
    case wholeModel = "whole-model"
  }

  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Finetune under several supervisions and judge what is said about the unfamiliar.",
    discussion: """
      Prints the predicted hedge of every arm before training and sets it beside the outcome after.
      Backends: option-head (a temperature and biases on option log-probabilities; also for your own
      numbers, --replay), feature-head (a linear head on the frozen state at the end of each
      prompt), lora (adapters on queries and values of the upper blocks, zero-shot prompts; what
      frozen blocks make of a text is computed once), whole-model (every weight of a small model).
      With --world the questions are facts of a world of which everything is known; finetuned models
      of it then also write statements of their own, each judged exactly. Writes OUTPUT/result.json
      and OUTPUT/report.html; finished runs in OUTPUT/arms are not trained again.

      Example: knowable hedge run --data data/cities-qa/cities.jsonl \\
        --model smollm2-135m-instruct --backend feature-head --axes gold-nll,population \\
        --output cities
               knowable hedge run --world data/worlds/facts-and-coins/world.json \\
        --model data/worlds/facts-and-coins/large --backend whole-model --axes mentions --output world
      """)

  @OptionGroup var task: HedgeTaskOptions

  @OptionGroup var study: HedgeStudyOptions

  @Option(help: "Where finetuning happens: option-head, feature-head, lora or whole-model.")
  var backend = Backend.optionHead

  @Option(help: "Steps of training (the option head is fitted to convergence).")
  var steps = 400

  @Option(help: "Steps at which predictions are kept beside the last, divided by commas.")
  var curve: String?

  @Option(help: "Penalty on squared weights of the feature head; 0 lets it memorise.")
  var penalty = 3e-4

  @Option(help: "With --world: sampled statements about each held-out entity; 0 for none.")
  var statements = 12

  @OptionGroup var adapters: HedgeAdapterOptions

  @Option(help: "Folder to write into.")
  var output: String

  @OptionGroup var reports: ReportOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    try Folder.make(output)
    let world = try task.worldTask()
    let scored =
      try world.map { ScoredQuestions(table: $0.table) }
      ?? task.scored(cache: output + "/options", common: common)
    switch backend {
    case .optionHead:
      try run(
        OptionHeadBackend(scored.table, abstention: study.abstention, reduction: study.reduction),
        on: scored.table)
    case .featureHead:
      guard let features = scored.features else {
        throw BadInput("The feature head needs questions and a model; there are no hidden states.")
      }
      var options = FeatureHeadBackend.Options()
      (options.steps, options.penalty, options.curve) = (steps, penalty, try curveSteps())
      try run(
        FeatureHeadBackend(
          scored.table, features: features, options: options, abstention: study.abstention,
          reduction: study.reduction), on: scored.table)
    case .lora, .wholeModel:
      guard task.replay == nil else {
        throw BadInput("Finetuning a model needs questions and a model; --replay brings neither.")
      }
      let path = try ModelLibrary.resolve(task.model ?? "")
      let base = backend == .lora ? try FrozenBase(path: path) : nil
      let model = try base?.model ?? LanguageModel.open(path: path)
      let learnt =
        try world.map { .init(tokens: $0.tokens, names: $0.table.names) }
        ?? adapters.task(
          task.questions(seed: common.seed).set, model, abstention: study.abstention)
      let writes = world != nil && statements > 0 && base == nil
      let training = try adapters.backend(
        base.map(adapters.adapters) ?? .model(path: path), learnt, model: model, study: study,
        steps: steps, curve: try curveSteps(),
        folder: adapters.keepModels || writes ? output + "/models" : nil)
      try run(training, on: scored.table) { result in
        guard let world, writes else { return nil }
        return try self.statements(world, result, training, model: path)
      }
    }
  }

  /// What the models of a world write on their own.
  private func statements(
    _ world: WorldTask, _ result: StudyResult, _ backend: FinetuningBackend, model: String
  ) throws -> StatementStudy {
    var line = ProgressLine("Writing:", unit: "models", quiet: common.quiet)
    let study = try StatementStudy(
      world, result, backend: backend, model: model, statements: statements, bins: study.bins,
      options: .init(resamples: study.intervals.resamples, seed: common.seed)
    ) { done, _ in
      try line.advance(to: done)
    }
    line.finish("\(statements) statements an entity, judged")
    return study
  }

  private func curveSteps() throws -> [Int] {
    try (curve ?? "").listed.map { text in
      guard let step = Int(text), step > 0 else {
        throw BadInput("--curve takes positive steps divided by commas, not \"\(text)\".")
      }
      return step
    }
  }

  private func run(
    _ backend: some HedgeBackend, on table: OptionTable,
    writing: (StudyResult) throws -> StatementStudy? = { _ in nil }
  ) throws {
    let study = try FinetuningStudy(table, settings: study.settings(seed: common.seed))
    let foreseen = try prediction(of: backend, on: table, study)
    var line = ProgressLine("Training:", quiet: common.quiet)
    let result = try study.run(backend, folder: output) { arm, seed, step, steps, loss in
      try Interruption.check()
      line.show(
        "Training \(arm), seed \(seed): step \(step) of \(steps), loss \(Decimals.text(loss, 3))")
    }
    let kept = result.runs.count(where: \.wasFinishedBefore)
    line.finish("\(result.runs.count) runs, \(kept) of them from an earlier call")
    let written = try writing(result)
    let comparisons =
      try foreseen?.compared(
        with: result, resamples: self.study.intervals.resamples, seed: common.seed) ?? []
    var json = result.json.object ?? JSONObject()
    json["prediction"] = foreseen?.json ?? .null
    json["prediction_and_outcome"] = .array(comparisons.map(\.json))
    json["statements"] = written?.json ?? .null
    let all = JSONValue.object(json)
    try AtomicFile.write(path: "\(output)/result.json", json: all)
    let report = try HedgeRunReport(
      result: all,
      settings: [
        NamedValue("Questions", String(table.count)),
        NamedValue("Unfamiliar by", self.study.score),
        NamedValue("Seed", String(common.seed)),
        NamedValue("Resamples", String(self.study.intervals.resamples)),
      ],
      versions: Host.versions,
      commands: [Host.commandLine])
    try reports.write(report, to: "\(output)/report.html")
    common.remark("The report: \(output)/report.html; every number: \(output)/result.json")
    common.show(
      all,
      text: HedgeText.text(result) + HedgeText.text(comparisons)
        + (written.map(HedgeText.text) ?? ""))
  }

  /// What a head on the frozen model's option probabilities says of the same runs, before they are
  /// made; nil where that head is what is run, and for schemes that it cannot have.
  private func prediction(
    of backend: some HedgeBackend, on table: OptionTable, _ study: FinetuningStudy
  ) throws -> StudyResult? {
    guard self.backend != .optionHead else { return nil }
    let tokens = backend.responseTokens
    let result = try study.run(
      OptionHeadBackend(
        table, abstention: self.study.abstention, reduction: self.study.reduction,
        responseTokens: Array(tokens.prefix(table.names.count) + tokens.suffix(1))))
    if !common.quiet {
      Terminal.writeError("Predicted before training:\n" + HedgeText.text(result))
    }
    return result
  }
}
