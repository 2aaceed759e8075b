import ArgumentParser
import ConflictingQA

/// Which prompts of which data are asked, and where their answers are kept.
struct EvidenceStudyOptions: ParsableArguments {
  @Option(help: "Evidence file; see `knowable evidence import`.")
  var data: String

  @Option(help: "Folder of the answers and scores.")
  var output: String

  @Option(help: "Take only this many questions.")
  var limit: Int?

  @Option(help: "Take questions only while their computed tokens stay within this budget.")
  var budgetTokens: Int?

  @Flag(help: "Ask pairs only: no documents alone, no closed-book questions.")
  var pairsOnly = false

  @Flag(help: "Take one-sided questions too, for their documents alone.")
  var oneSided = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
    if let budgetTokens, budgetTokens < 1 {
      throw ValidationError("--budget-tokens must be at least 1.")
    }
  }

  /// The evidence of a study.
  func evidence() throws -> EvidenceSet {
    let evidence = try EvidenceSet.load(path: data)
    if oneSided { return evidence }
    guard !evidence.twoSided.questions.isEmpty else {
      throw BadInput("\(data): no question has documents on both sides.")
    }
    return evidence.twoSided
  }

  var plan: ScoringPlan.Options {
    ScoringPlan.Options(
      singles: !pairsOnly, closedBook: !pairsOnly, limit: limit, budgetTokens: budgetTokens)
  }

  /// The file of stored answers.
  var answersPath: String { "\(output)/answers.jsonl" }
  /// The file of scores.
  var scoresPath: String { "\(output)/scores.jsonl" }
}
