import ArgumentParser
import HedgedPrediction
import LanguageModels
import Statistics
import TensorFiles
import TextFiles

struct HedgeAdviseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advise",
    abstract: "Foresee what finetuning on your questions teaches, and relabel the unfamiliar ones.",
    discussion: """
      Scores each question by the model that is to be finetuned, foresees for several shares of
      unfamiliar examples taught as "I don't know" how often held-out questions are answered rightly,
      refused and answered wrongly, and recommends the share with the highest expected reward.
      Writes OUTPUT/advice.json and OUTPUT/relabelled.jsonl, your lines with the answers to teach.

      Answers out of a shared set or choices are all scored; with more different answers than
      --most-answers only each question's own, which is then foreseen to stay as often right.

      Example: knowable hedge advise --data sft.jsonl --model smollm2-135m-instruct --output advice
      """)

  @Option(help: "JSON lines with question (or prompt) and answer (or completion).")
  var data: String

  @Option(help: "The model that is to be finetuned.")
  var model: String

  @Option(help: "Shares of unfamiliar examples to try, divided by commas.")
  var shares = "0.1,0.2,0.3,0.4,0.5,0.6"

  @Option(help: "Score that decides what is unfamiliar, and places questions on the curve.")
  var score = "gold-nll"

  @Option(help: "Rewards for a right, a wrong and no answer.")
  var rewards = "2,-3,0"

  @Option(help: "What an abstaining model should say.")
  var abstention = "I don't know"

  @Option(help: "Most different answers that are scored for every question.")
  var mostAnswers = 64

  @Option(help: "How the trainer will join token losses.")
  var reduction = LossReduction.tokenSum

  @Option(help: "Bins of equally many questions on the curve.")
  var bins = 5

  @Option(help: "Splits into training and held-out questions.")
  var seeds = 3

  @OptionGroup var intervals: IntervalOptions

  @Option(help: "Folder to write into.")
  var output: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if seeds < 1 || bins < 1 { throw ValidationError("--seeds and --bins must be positive.") }
  }

  func run() throws {
    common.apply()
    try Folder.make(output)
    let set = try QuestionSet(jsonLines: data)
    let isOpen = (set.sharedAnswers?.count ?? 0) > mostAnswers
    let table = try table(set, isOpen: isOpen)
    let advice =
      isOpen
      ? try advice(table, OpenAnswerBackend(table, abstention: abstention, reduction: reduction))
      : try advice(table, OptionHeadBackend(table, abstention: abstention, reduction: reduction))
    let decisions = zip(table.ids, zip(advice.scores, advice.isRelabelled))
    let changed = try RelabelledLines.write(
      data, to: "\(output)/relabelled.jsonl", abstention: abstention,
      decisions: Dictionary(
        decisions.map { ($0, (unfamiliarity: $1.0, isRelabelled: $1.1)) }
      ) { first, _ in first })
    try AtomicFile.write(path: "\(output)/advice.json", json: advice.json)
    common.remark(
      "\(changed) of \(table.count) answers relabelled in \(output)/relabelled.jsonl; every number: "
        + "\(output)/advice.json")
    common.show(advice.json, text: HedgeText.text(advice))
  }

  private func table(_ set: QuestionSet, isOpen: Bool) throws -> OptionTable {
    let model = try LanguageModel.open(path: ModelLibrary.resolve(model))
    let scored = isOpen ? try set.open(abstention: abstention) : set
    var line = ProgressLine(
      "Scoring:", unit: "questions", total: set.questions.count, quiet: common.quiet)
    let table = try ScoredQuestions(
      scored, model: model, form: PromptForm(), cacheFolder: output + "/options"
    ) { done in
      try line.advance(to: done)
    }.table
    line.finish("\(table.count) questions scored")
    return isOpen ? try table.openAnswers() : table
  }

  private func advice(
    _ table: OptionTable, _ backend: some HedgeBackend
  ) throws -> FinetuningAdvice {
    var settings = FinetuningStudy.Settings()
    settings.scorer = try FamiliarityScorers.named(score)
    settings.axes = [settings.scorer]
    (settings.bins, settings.resamples) = (bins, intervals.resamples)
    (settings.seeds, settings.seed) = ((0..<UInt64(seeds)).map { $0 }, common.seed)
    var line = ProgressLine("Foreseeing:", unit: "shares", quiet: common.quiet)
    let tried = try shares.listed.map { text in
      guard let share = Double(text) else {
        throw BadInput("--shares takes numbers between 0 and 1 divided by commas, not \"\(text)\".")
      }
      return share
    }
    return try FinetuningAdvice(
      table, backend: backend, shares: tried, rewards: HedgeStudyOptions.rule(rewards),
      settings: settings
    ) { done, _ in
      try line.advance(to: done)
    }
  }
}
