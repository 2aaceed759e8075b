import ArgumentParser
import ConflictingQA
import Foundation
import Studies
import TextFiles

struct EvidenceEditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Edit documents and see whether they are believed more or less.",
    discussion: """
      Makes each edit on the same documents, checks that it did what it should, compares the edited
      texts with the unchanged opponents in both orders, and reports the change of the win rate beyond
      a placebo. Writes OUTPUT/edits.jsonl; answers are kept in OUTPUT/answers.jsonl, so a run that was
      stopped goes on and the unedited comparisons of `knowable evidence score` are not asked again.

      Edits by rule: R1 question as heading, R2 sentence that names it, R3 sentence that answers it; S1
      references, S4 confident, S5 hedged; I2 shortened, I3 impossible numbers, I4 said twice, I5
      shuffled; X1-X5 bylines, dates, source; placebos P0 rewording, P1 and P2 neutral filler.
      Edits by a writer (L0-L8: paraphrase, technical, plain, confident, hedged, neutral, emotive, without
      the question's words): --writer is a model here and --writer-server one elsewhere, asked greedily,
      texts kept in OUTPUT/rewrites.jsonl; or --requests writes what to ask, --rewrites reads texts back,
      JSON lines of "document", "rewrite", "text". A rewrite counts when length, figures, names and side
      are kept and the property moved, and, with a --claims-judge, when it loses and adds no claim
      (`knowable evidence judge` tells how far to trust one); what is refused is counted gate by gate.

      --combine makes two to four edits in every combination and writes OUTPUT/mixture.jsonl.

      Example: knowable evidence edit --data evidence.jsonl --model smollm2-135m-instruct \\
        --output study --documents-per-side 1
      """)

  @OptionGroup var reader: EvidenceReaderOptions

  @OptionGroup var study: EvidenceQuestionOptions

  @Option(help: "Edits divided by commas, or all; their placebos are added.")
  var edits = "all"

  @Option(help: "Edit only the first so many documents of each side of a question.")
  var documentsPerSide: Int?

  @Option(help: "Meet only the first so many opponents.")
  var opponents: Int?

  @OptionGroup var writing: EvidenceWriterOptions

  @OptionGroup var judging: EvidenceClaimsOptions

  @Option(help: "Two to four edits divided by commas, made in every combination.")
  var combine: String?

  @OptionGroup var intervals: IntervalOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for (name, value) in [("documents-per-side", documentsPerSide), ("opponents", opponents)]
    where value.map({ $0 < 1 }) ?? false {
      throw ValidationError("--\(name) must be at least 1.")
    }
    if judging.isGiven, !writing.isGiven {
      throw ValidationError(
        "A judge of claims judges rewrites: give --writer, --writer-server or --rewrites, too.")
    }
    _ = try chosen()
    if let combine {
      let count = try EvidenceEdit.named(list: combine, withPlacebos: false).count
      if !(2...4).contains(count) { throw ValidationError("--combine takes two to four edits.") }
    }
  }

  func run() async throws {
    common.apply()
    let evidence = try study.evidence()
    let design = EditDesign(
      questions: evidence.questions, documents: evidence.documents,
      documentsPerSide: documentsPerSide, opponents: opponents,
      seed: common.seed)
    if let requests = writing.requests {
      try writing.writeRequests(design, to: requests)
      return common.remark("\(requests): add \"text\" to each line and give the file to --rewrites")
    }
    let progress = PromptProgress(quiet: common.quiet)
    let folder = try StudyFolder(study.output, progress)
    let stored = try folder.reader(try reader.open(), step: "edit")
    let judge = try judging.reader(reader.precision).map {
      try folder.reader($0, step: "claims", answers: "claims.jsonl")
    }
    let claims = try judge.map { try ClaimsJudge($0, documents: evidence.documents) }
    let writer = try writing.open(study, quiet: common.quiet)
    let edits = try chosen()
    try await design.askAll(edits, stored)
    let baseline = try await design.baseline(stored)
    var trials: [EditTrial] = []
    for edit in edits { trials.append(try await design.run(edit, stored)) }
    if let writer {
      for rewrite in try writing.chosen() {
        trials.append(
          try await design.run(
            rewrite, by: writer, stored, labeller: stored, claims: claims,
            attempts: writing.writerAttempts))
      }
    }
    let mixture = try await mixture(design, stored)
    try EditFile.write(trials, reader: stored.identity, to: study.path("edits.jsonl"))
    if !FileManager.default.fileExists(atPath: study.path("scores.jsonl")) {
      try ScoreFile.write(
        [ReaderScores(reader: stored.identity, pairs: baseline)], to: study.path("scores.jsonl"))
    }
    let work = try folder.work(of: stored, step: "edit")
    let judging = try judge.map { try folder.work(of: $0, step: "claims") }
    progress.finish(
      "\(study.path("edits.jsonl")): \(work.text)"
        + (judging.map { "\nClaims: \($0.text)" } ?? ""))
    let effects = EditEffect.all(
      trials, baseline: baseline, options: .init(resamples: intervals.resamples, seed: common.seed))
    let rewritten = trials.filter(\.isRewrite)
    common.show(
      .object(
        JSONObject(
          [
            ("effects", .array(effects.map(\.json))),
            ("rewrites", .array(rewritten.map(\.gatesJSON))),
            ("mixture", .array((mixture?.effects ?? []).map(\.json))),
          ] + work.members
            + (judging.map { [("claims_judge", .object(JSONObject($0.members)))] } ?? []))),
      text: effects.text + rewritten.gatesText + (mixture.map { "\n" + $0.text } ?? ""))
  }

  /// The edits in every combination, where that was asked for.
  private func mixture(
    _ design: EditDesign, _ reader: StoredReader
  ) async throws -> FactorialEdits? {
    guard let combine else { return nil }
    let trial = try await FactorialTrial(
      try EvidenceEdit.named(list: combine, withPlacebos: false), design: design, reader: reader)
    try trial.write(to: study.path("mixture.jsonl"))
    return FactorialEdits(trial, resamples: intervals.resamples, seed: common.seed)
  }

  /// The edits that were asked for and the placebos they need.
  private func chosen() throws -> [EvidenceEdit] {
    try EvidenceEdit.named(list: edits)
  }
}
