import ArgumentParser
import HedgedPrediction
import TensorFiles
import TextFiles

struct HedgeScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score how familiar questions are to a model, in several ways.",
    discussion: """
      Writes OUTPUT/scores.jsonl (one line a question, all scores, higher = less familiar; sampled
      scores once for relabelling and once, from fresh samples, for binning) and
      OUTPUT/agreement.json. Option log-probabilities are kept in OUTPUT/options, so the same
      command continues a run that was stopped.

      Example: knowable hedge score --data data/cities-qa/cities.jsonl \\
        --model smollm2-135m-instruct --output cities
      """)

  @OptionGroup var task: HedgeTaskOptions

  @Option(help: "Scores beside the automatic ones, e.g. errors:24, divided by commas.")
  var also: String?

  @OptionGroup var intervals: IntervalOptions

  @Option(help: "Folder to write into.")
  var output: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    try Folder.make(output)
    let table = try task.scored(cache: output + "/options", common: common).table
    let scorers =
      FamiliarityScorers.available(for: table)
      + (try (also ?? "").listed.map(FamiliarityScorers.named))
    let columns = try scorers.flatMap { scorer in
      try ScoringPurpose.allCases.filter { scorer.isSampled || $0 == .relabelling }.map { purpose in
        (
          name: scorer.isSampled ? "\(scorer.name) (\(purpose.rawValue))" : scorer.name,
          values: try scorer.scores(table, for: purpose, seed: common.seed)
        )
      }
    }
    let knowledge = table.knowledge()
    try AtomicFile.write(path: "\(output)/scores.jsonl") { sink in
      for question in 0..<table.count {
        var members = JSONObject([
          ("id", .string(table.ids[question])),
          ("right", .bool(table.preferred(question) == table.truths[question])),
          ("knowledge", .string(knowledge[question].rawValue)),
        ])
        for column in columns { members[column.name] = .number(column.values[question]) }
        try sink.write(line: .object(members))
      }
    }
    let agreement = ScorerAgreement(
      columns, of: table, resamples: intervals.resamples, seed: common.seed)
    var members = JSONObject([("questions", .integer(Int64(table.count)))])
    for state in KnowledgeState.allCases {
      members[state.rawValue] = .integer(Int64(knowledge.count { $0 == state }))
    }
    members["agreement"] = agreement.json
    let result = JSONValue.object(members)
    try AtomicFile.write(path: "\(output)/agreement.json", json: result)
    common.remark("The scores: \(output)/scores.jsonl")
    common.show(result, text: text(agreement, knowledge, table, columns.map(\.name)))
  }

  private func text(
    _ agreement: ScorerAgreement, _ knowledge: [KnowledgeState], _ table: OptionTable,
    _ names: [String]
  ) -> String {
    let shares = KnowledgeState.allCases.map { state in
      "\(knowledge.count { $0 == state }) \(state.rawValue)"
    }
    var text = "\(table.count) questions: \(shares.joined(separator: ", "))\n\n"
    var errors = TextTable([("score", .left), ("AUROC for the model's errors", .left)])
    for row in agreement.predictionOfErrors { errors.add([row.scorer, row.auroc.shown]) }
    text += errors.text + "\n"
    var pairs = TextTable([("score", .left), ("score", .left), ("Spearman", .left)])
    for pair in agreement.pairs { pairs.add([pair.first, pair.second, pair.correlation.shown]) }
    return text + pairs.text
  }
}
