import ArgumentParser
import ConflictingQA
import TextFiles

struct EvidenceImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Bring evidence of a known layout into one form.",
    discussion: """
      Reads JSON lines, JSON, CSV and TSV as they are published (ConflictingQA and its derivatives,
      ConflictQA over StrategyQA, BoolQ, RAMDocs); pickled and columnar files are converted once with
      Scripts/convert-evidence.py. Writes JSON lines with stable ids. Bad rows, duplicates and
      near-duplicates are left out and counted; `knowable evidence audit` lists them.

      Example: knowable evidence import --input conflictQA-strategyQA-chatgpt.json \\
        --output evidence.jsonl
      """)

  @Option(help: "File to read; may be given several times.")
  var input: [String]

  @Option(help: "Layout of the files; their keys tell unless given.")
  var layout: EvidenceLayout?

  @Flag(help: "Keep near-duplicates.")
  var keepNearDuplicates = false

  @Flag(help: "Keep only questions with documents on both sides.")
  var twoSided = false

  @Option(help: "File to write.")
  var output: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var audit = EvidenceAudit()
    var kept: [EvidenceRow] = []
    for path in input {
      var rows = try EvidenceRows(path: path, layout: layout)
      while let row = try rows.next() {
        let near = audit.nearDuplicates.count
        let isKept = audit.add(row)
        let isNear = audit.nearDuplicates.count > near
        if isKept || isNear && keepNearDuplicates, let row = try? row.get() { kept.append(row) }
      }
    }
    var evidence = EvidenceSet(kept)
    if twoSided { evidence = evidence.twoSided }
    guard !evidence.questions.isEmpty else {
      throw BadInput(
        "\(input.joined(separator: ", ")): none of \(audit.rows) rows can be used"
          + (audit.badRows.first.map { "; row \($0.row): \($0.problem)." } ?? "."))
    }
    try evidence.write(to: output)
    let counts: [(String, Int)] = [
      ("questions", evidence.questions.count), ("documents", evidence.documents.count),
      ("pairs", evidence.pairCount), ("bad rows", audit.badRows.count),
      ("duplicates", audit.duplicates.count), ("near-duplicates", audit.nearDuplicates.count),
    ]
    if common.json {
      common.print(
        .object(
          JSONObject(
            [("output", JSONValue.string(output))]
              + counts.map {
                ($0.0.map { $0.isLetter ? String($0) : "_" }.joined(), .integer(Int64($0.1)))
              })))
    } else {
      let text = counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
      Terminal.write("\(output): \(text)\n")
    }
  }
}
