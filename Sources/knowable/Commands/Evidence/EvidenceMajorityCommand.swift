import ArgumentParser
import Charts
import ConflictingQA
import Statistics
import Studies
import TextFiles

struct EvidenceMajorityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "majority",
    abstract: "Show several documents of one side against one of the other.",
    discussion: """
      Asks each question with one to --largest documents of a side against the first of the other, for
      both sides and both orders. The majority is the first document again and again (repeats), that
      document in other words (paraphrases), or different documents (independent). A reader that weighs
      evidence gains from independent documents and not from repeats. Paraphrases come from --paraphrases,
      JSON lines of "document" and "text", else from rules: neutral words exchanged, sentences in another
      order, both. Writes OUTPUT/majorities.jsonl; answers are kept in OUTPUT/answers.jsonl.

      Example: knowable evidence majority --data evidence.jsonl --model smollm2-135m-instruct \
        --output study
      """)

  @OptionGroup var reader: EvidenceReaderOptions
  @OptionGroup var study: EvidenceQuestionOptions

  @Option(help: "Most documents against one.")
  var largest = 4

  @Option(help: "File of paraphrases; made by rule unless given.")
  var paraphrases: String?

  @OptionGroup var intervals: IntervalOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if largest < 2 { throw ValidationError("--largest must be at least 2.") }
  }

  func run() async throws {
    common.apply()
    let evidence = try study.evidence()
    let written = try paraphrases.map(Paraphrases.read)
    let progress = PromptProgress(quiet: common.quiet)
    let folder = try StudyFolder(study.output, progress)
    let stored = try folder.reader(try reader.open(), step: "majority")
    var scores: [MajorityScore] = []
    for question in evidence.questions {
      let documents = evidence.documents(of: question.id)
      let reworded = Dictionary(
        documents.map {
          ($0.id, Paraphrases.byRule(of: $0, question: question, seed: common.seed))
        }
      ) { first, _ in first }
      let prompts = MajorityPrompt.all(
        question, documents: documents, largest: largest, paraphrases: written ?? reworded)
      let answers = try await stored.answers(to: prompts.map(\.prompt))
      scores += zip(prompts, answers).map { MajorityScore($0, $1) }
    }
    try MajorityScore.write(scores, to: study.path("majorities.jsonl"))
    let work = try folder.work(of: stored, step: "majority")
    progress.finish("\(study.path("majorities.jsonl")): \(work.text)")
    let curve = MajorityCurve(scores, resamples: intervals.resamples, seed: common.seed)
    common.show(
      .object(JSONObject([("majorities", curve.json)] + work.members)), text: curve.text)
  }
}

extension MajorityCurve {
  /// The points for a terminal.
  var text: String {
    var table = TextTable([
      ("majority of", .left), ("against one", .right), ("log odds toward it, nats", .left),
      ("gain over 1:1", .left), ("beyond repeats", .left), ("Holm", .right), ("questions", .right),
    ])
    for point in points {
      table.add([
        point.kind.rawValue, "\(point.ratio)", point.logOdds.shown, point.gain?.shown ?? "-",
        point.beyondRepeats?.shown ?? "-", NumberText.fixed(point.holm, decimals: 3),
        "\(point.logOdds.clusters)",
      ])
    }
    return table.text
  }
}
