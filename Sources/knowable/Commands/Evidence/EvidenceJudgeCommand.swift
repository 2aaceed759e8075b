import ArgumentParser
import Charts
import ConflictingQA
import Statistics
import Studies
import TextFiles

struct EvidenceJudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Test a judge of claims on texts of which it is known what they say.",
    discussion: """
      A rewrite passes the gates of `knowable evidence edit --claims-judge` when it says all that the
      original says and nothing else, sentence by sentence, as the judge finds. This command asks the
      same judge about every sentence of the documents beside texts that say it (sentences shuffled,
      neutral words exchanged) and texts that do not (the sentence dropped or negated, the other side's
      document, another question's). A sentence counts as said when its log odds lie in the upper half
      between its own document and two documents of other questions; where its own document is not
      above both, the judge cannot tell. Writes OUTPUT/judge.jsonl, which `knowable evidence report`
      shows; answers are kept in OUTPUT/claims.jsonl.

      Example: knowable evidence judge --data evidence.jsonl --claims-judge gemma-3-270m \\
        --output study --limit 24
      """)

  @OptionGroup var claims: EvidenceClaimsOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var study: EvidenceQuestionOptions

  @Option(help: "Take only the first so many documents of each side of a question.")
  var documentsPerSide = 1

  @OptionGroup var intervals: IntervalOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !claims.isGiven { throw Self.noJudge }
    if documentsPerSide < 1 { throw ValidationError("--documents-per-side must be at least 1.") }
  }

  private static let noJudge = ValidationError("Give a judge: --claims-judge or --claims-server.")

  func run() async throws {
    common.apply()
    guard let reader = try claims.reader(precision) else { throw Self.noJudge }
    let evidence = try study.evidence()
    let progress = PromptProgress("Judging:", quiet: common.quiet)
    let folder = try StudyFolder(study.output, progress)
    let stored = try folder.reader(reader, step: "judge", answers: "claims.jsonl")
    let design = EditDesign(
      questions: evidence.questions, documents: evidence.documents,
      documentsPerSide: documentsPerSide, seed: common.seed)
    let test = try await ClaimsTest(
      ClaimsJudge(stored, documents: evidence.documents), design: design)
    try test.write(to: study.path("judge.jsonl"))
    let work = try folder.work(of: stored, step: "judge")
    progress.finish("\(study.path("judge.jsonl")): \(work.text)")
    let rows = test.rows(resamples: intervals.resamples, seed: common.seed)
    common.show(
      .object(
        JSONObject(
          [
            ("judge", .string(test.judge)), ("controls", .array(rows.map(\.json))),
          ] + work.members)), text: rows.text)
  }
}

extension [ClaimsTest.Row] {
  /// The rows for a terminal.
  fileprivate var text: String {
    var table = TextTable([
      ("text", .left), ("says it", .left), ("claims", .right), ("said", .right),
      ("missing", .right), ("undecided", .right), ("right", .left),
      ("documents right throughout", .left),
    ])
    for row in self {
      table.add(
        [row.control.rawValue, row.control.saysIt ? "yes" : "no", "\(row.right.count)"]
          + ClaimJudgement.Verdict.allCases.map { "\(row.verdicts[$0, default: 0])" }
          + [row.right.shown, row.wholeDocuments.shown])
    }
    return table.text
  }
}
