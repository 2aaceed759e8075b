import ArgumentParser
import HedgedPrediction
import TensorFiles
import TextFiles

struct HedgeRunCommand: ParsableCommand {
  enum Backend: String, CaseIterable, ExpressibleByArgument {
    case optionHead = "option-head"
    case featureHead = "feature-head"
    case lora
  }

  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Finetune under several supervisions and judge what is said about the unfamiliar.",
    discussion: """
      Prints the predicted hedge of every arm before training and sets it beside the outcome after.
      Backends: option-head (a temperature and biases on option log-probabilities; also for your own
      numbers, --replay), feature-head (a linear head on the frozen state at the end of each
      prompt), lora (adapters on queries and values of the upper blocks, zero-shot prompts; what
      frozen blocks make of a text is computed once). Writes OUTPUT/result.json; finished runs in OUTPUT/arms are not trained again.

      Example: knowable hedge run --data data/cities-qa/cities.jsonl \\
        --model smollm2-135m-instruct --backend feature-head --axes gold-nll,population \\
        --output cities
      """)

  @OptionGroup var task: HedgeTaskOptions

  @OptionGroup var study: HedgeStudyOptions

  @Option(help: "Where finetuning happens: option-head, feature-head or lora.")
  var backend = Backend.optionHead

  @Option(help: "Steps of training (the option head is fitted to convergence).")
  var steps = 400

  @Option(help: "Steps at which predictions are kept beside the last, divided by commas.")
  var curve: String?

  @Option(help: "Penalty on squared weights of the feature head; 0 lets it memorise.")
  var penalty = 3e-4

  @OptionGroup var adapters: HedgeAdapterOptions

  @Option(help: "Folder to write into.")
  var output: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    try Folder.make(output)
    let scored = try task.scored(cache: output + "/options", common: common)
    switch backend {
    case .optionHead:
      try run(
        OptionHeadBackend(scored.table, abstention: study.abstention, reduction: study.reduction),
        on: scored.table)
    case .featureHead:
      guard let features = scored.features else {
        throw BadInput("The feature head needs a model; --replay brings no hidden states.")
      }
      var options = FeatureHeadBackend.Options()
      (options.steps, options.penalty, options.curve) = (steps, penalty, try curveSteps())
      try run(
        FeatureHeadBackend(
          scored.table, features: features, options: options, abstention: study.abstention,
          reduction: study.reduction), on: scored.table)
    case .lora:
      guard task.data != nil else {
        throw BadInput("Adapters need questions and a model; --replay brings neither.")
      }
      try run(
        adapters.backend(
          questions: task.questions(seed: common.seed).set,
          model: ModelLibrary.resolve(task.model ?? ""), study: study, steps: steps,
          curve: try curveSteps()), on: scored.table)
    }
  }

  private func curveSteps() throws -> [Int] {
    try (curve ?? "").split(separator: ",").map { text in
      guard let step = Int(text), step > 0 else {
        throw BadInput("--curve takes positive steps divided by commas, not \"\(text)\".")
      }
      return step
    }
  }

  private func run(_ backend: some HedgeBackend, on table: OptionTable) throws {
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
    let comparisons = try foreseen?.compared(with: result) ?? []
    var json = result.json.object ?? JSONObject()
    json["prediction"] = foreseen?.json ?? .null
    json["prediction_and_outcome"] = .array(comparisons.map(\.json))
    let all = JSONValue.object(json)
    try AtomicFile.write(path: "\(output)/result.json", text: all.serialized(pretty: true) + "\n")
    common.remark("Every number: \(output)/result.json")
    common.show(all, text: HedgeText.text(result) + HedgeText.text(comparisons))
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
