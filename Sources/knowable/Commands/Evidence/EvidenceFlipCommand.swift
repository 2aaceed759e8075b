import ArgumentParser
import Charts
import ConflictingQA
import TextFiles

struct EvidenceFlipCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flip",
    abstract: "Find the fewest sentences or words without which the answer changes.",
    discussion: """
      For the first comparison of each question: a greedy search, then all smaller sets while they fit
      into the budget; and Shapley values of all pieces, exact up to eight pieces, from random orders
      beyond. Writes OUTPUT/flips.jsonl; answers are kept in OUTPUT/answers.jsonl.

      Example: knowable evidence flip --data evidence.jsonl --model smollm2-135m-instruct \\
        --output study --limit 5
      """)

  @OptionGroup var reader: EvidenceReaderOptions

  @OptionGroup var study: EvidenceQuestionOptions

  @Option(help: "What is left out: documents, sentences or words.")
  var grain: EvidenceUnits.Grain = .sentences

  @Option(help: "Take pieces of one side's document only: yes or no.")
  var side: Stance?

  @Option(help: "Different parts that may be read a comparison in the search.")
  var budget = 200

  @Option(help: "Random orders behind Shapley values of more than eight pieces; 0 for none.")
  var orders = 16

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if budget < 1 { throw ValidationError("--budget must be at least 1.") }
    if orders < 0 { throw ValidationError("--orders cannot be negative.") }
  }

  func run() async throws {
    common.apply()
    let evidence = try study.evidence()
    let progress = PromptProgress(quiet: common.quiet)
    let folder = try StudyFolder(study.output, progress)
    let stored = try folder.reader(try reader.open(), step: "flip")
    var records: [FlipRecord] = []
    for question in evidence.questions {
      guard let yes = evidence.documents(of: question.id, .yes).first,
        let no = evidence.documents(of: question.id, .no).first
      else { continue }
      let pair = EvidencePair(yes, against: no, question: question)
      let units = EvidenceUnits(pair, grain: grain, side: side)
      let flip = try await FlipSet.find(units, reader: stored, budget: budget)
      let shapley =
        orders > 0
        ? try await ShapleyValues(units, reader: stored, orders: orders, seed: common.seed) : nil
      records.append(FlipRecord(pair, grain: grain, flip: flip, shapley: shapley))
    }
    try FlipRecord.write(records, to: study.path("flips.jsonl"))
    let work = try folder.work(of: stored, step: "flip")
    progress.finish("\(study.path("flips.jsonl")): \(work.text)")
    common.show(.array(records.map(\.json)), text: text(records))
  }

  private func text(_ records: [FlipRecord]) -> String {
    var table = TextTable([
      ("question", .left), ("log odds", .right), ("removed", .right), ("then", .right),
      ("minimal", .left), ("read", .right),
    ])
    for record in records {
      let flip = record.flip
      table.add([
        record.questionID, NumberText.fixed(flip.before, decimals: 2),
        flip.removed.map { "\($0.count) of \(flip.units.count)" } ?? "none found",
        NumberText.fixed(flip.after, decimals: 2), flip.isProvenMinimal ? "yes" : "not proven",
        "\(flip.evaluations)",
      ])
    }
    return table.text
  }
}
