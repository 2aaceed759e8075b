import ArgumentParser
import ConflictingQA
import Foundation
import Studies
import TensorFiles
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
      Edits by a writer (L0-L8): --requests writes what to ask of a language model, --rewrites reads its
      texts back, JSON lines of "document", "rewrite", "text".

      Example: knowable evidence edit --data evidence.jsonl --model smollm2-135m-instruct \\
        --output study --documents-per-side 1
      """)

  @OptionGroup var reader: EvidenceReaderOptions

  @Option(help: "Evidence file.")
  var data: String

  @Option(help: "Folder of the study.")
  var output: String

  @Option(help: "Edits divided by commas, or all; their placebos are added.")
  var edits = "all"

  @Option(help: "Edit only the first so many documents of each side of a question.")
  var documentsPerSide: Int?

  @Option(help: "Meet only the first so many opponents.")
  var opponents: Int?

  @Option(help: "Take only this many questions.")
  var limit: Int?

  @Option(help: "File of rewrites by a language model.")
  var rewrites: String?

  @Option(help: "Write the requests for rewrites to this file and stop.")
  var requests: String?

  @Option(help: "Two to four edits divided by commas, made in every combination.")
  var combine: String?

  @OptionGroup var intervals: IntervalOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for (name, value) in [
      ("documents-per-side", documentsPerSide), ("opponents", opponents), ("limit", limit),
    ] where value.map({ $0 < 1 }) ?? false {
      throw ValidationError("--\(name) must be at least 1.")
    }
    _ = try chosen()
    if let combine { _ = try EvidenceEdit.named(list: combine, withPlacebos: false) }
  }

  func run() async throws {
    common.apply()
    try Folder.make(output)
    var evidence = try EvidenceSet.load(path: data).twoSided
    if let limit { evidence = evidence.prefix(questions: limit) }
    guard !evidence.questions.isEmpty else {
      throw BadInput("\(data): no question has documents on both sides.")
    }
    let design = EditDesign(
      questions: evidence.questions, documents: evidence.documents,
      documentsPerSide: documentsPerSide, opponents: opponents, seed: common.seed)
    if let requests { return try writeRequests(design, to: requests) }
    let progress = PromptProgress(quiet: common.quiet)
    let stored = StoredReader(
      try reader.open(), store: try AnswerStore(path: "\(output)/answers.jsonl")
    ) { try progress.add($0) }
    let baseline = try await design.baseline(stored)
    var trials: [EditTrial] = []
    for edit in try chosen() { trials.append(try await design.run(edit, stored)) }
    if let rewrites {
      let writer = try RecordedRewriter(path: rewrites)
      for rewrite in EvidenceRewrite.catalogue {
        let trial = try await design.run(rewrite, by: writer, stored, labeller: stored)
        if !trial.scores.isEmpty { trials.append(trial) }
      }
    }
    try EditFile.write(trials, reader: stored.identity, to: "\(output)/edits.jsonl")
    if !FileManager.default.fileExists(atPath: "\(output)/scores.jsonl") {
      try ScoreFile.write(
        [ReaderScores(reader: stored.identity, pairs: baseline)], to: "\(output)/scores.jsonl")
    }
    progress.finish(
      "\(output)/edits.jsonl: \(stored.counts.asked) prompts asked, "
        + "\(stored.counts.reused) were stored")
    let effects = EditEffect.all(
      trials, baseline: baseline, options: .init(resamples: intervals.resamples, seed: common.seed))
    let mixture = try await mixture(design, stored)
    common.show(
      [
        "effects": .array(effects.map(\.json)),
        "mixture": .array((mixture?.effects ?? []).map(\.json)),
      ], text: effects.text + (mixture.map { "\n" + $0.text } ?? ""))
  }

  /// The edits in every combination, where that was asked for.
  private func mixture(
    _ design: EditDesign, _ reader: StoredReader
  ) async throws -> FactorialEdits? {
    guard let combine else { return nil }
    let result = try await FactorialEdits(
      try EvidenceEdit.named(list: combine, withPlacebos: false), design: design, reader: reader,
      resamples: intervals.resamples, seed: common.seed)
    try AtomicFile.write(
      path: "\(output)/mixture.json",
      text: JSONValue.array(result.effects.map(\.json)).serialized(pretty: true) + "\n")
    return result
  }

  /// The edits that were asked for and the placebos they need.
  private func chosen() throws -> [EvidenceEdit] {
    try EvidenceEdit.named(list: edits)
  }

  private func writeRequests(_ design: EditDesign, to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      for rewrite in EvidenceRewrite.catalogue {
        for subject in design.subjects {
          let request = rewrite.request(for: subject.document, question: subject.question)
          let line: JSONValue = [
            "document": .string(request.documentID), "rewrite": .string(request.rewriteID),
            "prompt": .string(request.prompt),
          ]
          try sink.write(line.serialized() + "\n")
        }
      }
    }
    common.remark("\(path): add \"text\" to each line and give the file to --rewrites")
  }
}
