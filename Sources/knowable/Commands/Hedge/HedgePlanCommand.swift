import ArgumentParser
import HedgedPrediction
import Statistics
import TextFiles

struct HedgePlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Print what finetuning would teach, before any training.",
    discussion: """
      For each scheme: the hedge, whether it is unique, and the share of examples it changes. With
      rewards: where the hedge switches from guessing to abstaining, and Chow's threshold.

      Without --input the examples are a stand-in with evenly spread answers; with a CSV file of one
      row an example they are your own.

      Examples: knowable hedge plan --abstention-tokens 4 --reduction sequence-mean
                knowable hedge plan --objective reward --abstain-reward 0
                knowable hedge plan --input sft.csv --label-column answer --score-column nll
      """)

  @Option(help: "cross-entropy, squared-error, smoothing:0.1 or reward.")
  var objective = "cross-entropy"

  @Option(parsing: .unconditional, help: "Reward of a right answer.")
  var rightReward = 2.0

  @Option(parsing: .unconditional, help: "Reward of a wrong answer.")
  var wrongReward = -3.0

  @Option(parsing: .unconditional, help: "Reward of abstaining.")
  var abstainReward = 0.0

  @Option(help: "Coefficient of a KL penalty towards an even policy; 0 for none.")
  var klCoefficient = 0.0

  @Option(help: "Options of a question.")
  var options = 4

  @Option(help: "CSV file with one row a finetuning example.")
  var input: String?

  @Option(help: "Column of the right option: its letter, or its number from 0.")
  var labelColumn = "label"

  @Option(help: "Column of the unfamiliarity score, higher = less familiar.")
  var scoreColumn = "score"

  @Option(
    parsing: .unconditional,
    help: "Unfamiliar is what scores above this; overrules --unfamiliar-share.")
  var threshold: Double?

  @OptionGroup var hedge: HedgeOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (2...26).contains(options) else {
      throw ValidationError("--options must lie in 2...26.")
    }
  }

  func run() throws {
    common.apply()
    let space = AnswerSpace.letters(options, abstention: true)
    let calculus = try HedgeCalculus(
      try parsedObjective(space), space: space, reduction: hedge.reduction,
      responseTokens: [Int](repeating: hedge.answerTokens, count: options)
        + [hedge.abstentionTokens])
    let examples =
      try input.map { try read($0, space: space) }
      ?? (0..<12_000).map {
        FinetuningExample(truth: $0 % options, score: Double($0 / options))
      }
    let arms = try MatchedArms(
      hedge.parsedSchemes, examples: examples,
      split: threshold.map { .above($0) } ?? .topShare(hedge.unfamiliarShare), space: space,
      steps: 1, seeds: [common.seed], generator: RandomGenerator(seed: common.seed))
    let plans = try arms.arms.map { try HedgePlan($0, calculus: calculus) }
    common.show(
      .array(plans.map(\.json)), text: plans.map(\.text).joined(separator: "\n"))
  }

  private func parsedObjective(_ space: AnswerSpace) throws -> Objective {
    let parts = objective.split(separator: ":").map(String.init)
    switch (parts.first, parts.count) {
    case ("cross-entropy", 1): return .crossEntropy
    case ("squared-error", 1): return .squaredError
    case ("smoothing", 2):
      guard let share = Double(parts[1]) else { break }
      return .labelSmoothing(share)
    case ("reward", 1):
      let rule = try RewardRule(right: rightReward, wrong: wrongReward, abstain: abstainReward)
      guard klCoefficient > 0 else { return .reward(rule) }
      let even = [Double](repeating: 1 / Double(space.count), count: space.count)
      return .regularizedReward(rule, coefficient: klCoefficient, reference: even)
    default: break
    }
    throw ValidationError(
      "--objective is cross-entropy, squared-error, smoothing:SHARE or reward; found \(objective).")
  }

  private func read(_ path: String, space: AnswerSpace) throws -> [FinetuningExample] {
    var reader = try CSVReader(path: path)
    let (label, score) = (
      try reader.index(of: labelColumn), try reader.index(of: scoreColumn)
    )
    var (truths, scores): ([Int], [Double]) = ([], [])
    while let row = try reader.next() {
      let text = row.fields[label].trimmed
      guard let truth = space.options.firstIndex(of: text.uppercased()) ?? Int(text) else {
        throw BadInput(
          "\(path), row \(row.row): the label \"\(text)\" is none of the options "
            + "\(space.options.joined(separator: ", ")).")
      }
      guard let number = Double(row.fields[score].trimmed) else {
        throw BadInput(
          "\(path), row \(row.row): the score \"\(row.fields[score])\" is not a number.")
      }
      truths.append(truth)
      scores.append(number)
    }
    return try FinetuningExample.joined(truths: truths, scores: scores, space: space)
  }
}
