import ArgumentParser
import Embeddings
import HedgedPrediction
import LanguageModels
import Statistics
import Worlds

/// Which questions, and where the numbers for their options come from.
struct HedgeTaskOptions: ParsableArguments {
  @Option(
    help:
      "Questions: JSON lines with question and answer (and choices), or MMLU (.csv or a folder).")
  var data: String?

  @Option(help: "Only these subjects of MMLU, divided by commas.")
  var subjects: String?

  @Option(help: "Take only this many questions.")
  var limit: Int?

  @Option(help: "The frozen model that scores the options.")
  var model: String?

  @Option(help: "A world's file instead of --data: the questions are its facts, --model is of it.")
  var world: String?

  @Option(help: "With --world: which attribute is asked for, from 0.")
  var attribute = 0

  @Option(help: "Your own numbers instead: option probabilities as .npy [n, K] or JSON lines.")
  var replay: String?

  @Option(help: "With a .npy file: another one with the place of each right option.")
  var labels: String?

  @Option(help: "What is scored: the option's text, or a letter behind the listed options.")
  var style = PromptForm.Style.text

  @Option(help: "How answers of several tokens count: sum, token-mean or first-token.")
  var length = OptionLength.sum

  @Option(
    help: "Answered questions in front of every prompt; drawn from the data and left out of it.")
  var shots = 6

  @OptionGroup var precision: PrecisionOptions

  func validate() throws {
    if [data, replay, world].count(where: { $0 != nil }) != 1 {
      throw ValidationError("Give --data with --model, --world with --model, or --replay.")
    }
    if replay == nil, model == nil { throw ValidationError("--data and --world need --model.") }
    if replay?.hasSuffix(".npy") == true, labels == nil {
      throw ValidationError("A .npy file of probabilities needs --labels.")
    }
    if shots < 0 { throw ValidationError("--shots cannot be negative.") }
  }

  /// The facts of a world as questions to a model of it; nil without --world.
  func worldTask() throws -> WorldTask? {
    guard let world else { return nil }
    guard case .factsAndCoins(let settings) = try WorldFile(path: world) else {
      throw BadInput("\(world) is no world of facts and coins, which is what can be asked about.")
    }
    return try WorldTask(
      FactsAndCoins(settings), model: ModelLibrary.resolve(model ?? ""), attribute: attribute)
  }

  /// The questions without those that are shown as examples, and the prompt's form.
  func questions(seed: UInt64) throws -> (set: QuestionSet, form: PromptForm) {
    let path = data ?? ""
    let isTable = path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson")
    let names = subjects?.listed ?? []
    var set =
      isTable
      ? try QuestionSet(jsonLines: path) : try QuestionSet(mmlu: path, subjects: names)
    if let limit { set = try set.selecting(Array(set.questions.indices.prefix(limit))) }
    guard shots < set.questions.count else {
      throw BadInput("\(path) has \(set.questions.count) questions; \(shots) cannot be examples.")
    }
    var generator = RandomGenerator(seed: seed).child("shots")
    let shown = Array(generator.permutation(set.questions.count).prefix(shots))
    let rest = set.questions.indices.filter { !shown.contains($0) }
    let examples = shown.map { place in
      let question = set.questions[place]
      return PromptForm.Shot(
        text: question.text, options: set.options(of: question), truth: question.truth)
    }
    return (try set.selecting(rest), PromptForm(style: style, shots: examples))
  }

  /// The questions with numbers for their options; a model's are kept in `cache`.
  func scored(cache: String, common: CommonOptions) throws -> ScoredQuestions {
    if let replay {
      return ScoredQuestions(
        table: replay.hasSuffix(".npy")
          ? try OptionTable(npy: replay, labels: labels ?? "") : try OptionTable(jsonLines: replay))
    }
    if let task = try worldTask() { return ScoredQuestions(table: task.table) }
    let (set, form) = try questions(seed: common.seed)
    let model = try precision.open(model ?? "")
    var line = ProgressLine(
      "Scoring:", unit: "questions", total: set.questions.count, quiet: common.quiet)
    let scored = try ScoredQuestions(
      set, model: model, form: form, length: length, cacheFolder: cache
    ) { done in
      try line.advance(to: done)
    }
    let rest = scored.resumed > 0 ? ", \(scored.resumed) of them from an earlier run" : ""
    line.finish("\(scored.table.count) questions scored by \(model.name)\(rest)")
    return scored
  }
}
