import ArgumentParser
import ConflictingQA
import LanguageModels
import TextFiles

struct EvidenceAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Count what an evidence file holds and list what is wrong with it.",
    discussion: """
      Every row is read. Bad rows (no question, no text, a stance that is neither yes nor no, broken
      JSON) are listed with their row and make the command end with code 3; one-sided questions,
      duplicates, near-duplicates (nine tenths of the word triples in common), sites on both sides and
      windows that are too long are listed too, but can be used.

      Example: knowable evidence audit --data evidence.jsonl
      """)

  @Option(help: "Evidence file: .jsonl, .json, .csv or .tsv of a known layout.")
  var data: String

  @Option(help: "Layout of the file; its keys tell unless given.")
  var layout: EvidenceLayout?

  @Option(help: "Longest window in tokens.")
  var windowTokens = 512

  @Option(help: "Model whose tokenizer counts; 4/3 tokens a word unless given.")
  var model: String?

  @Option(help: "Findings of a kind that are listed.")
  var list = 20

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var rows = try EvidenceRows(path: data, layout: layout)
    var audit = EvidenceAudit(windowTokens: windowTokens, countTokens: try tokenCounter())
    while let row = try rows.next() { audit.add(row) }
    common.show(audit.json(layout: rows.layout), text: audit.text(layout: rows.layout, list: list))
    if !audit.badRows.isEmpty {
      throw BadInput("\(audit.badRows.count) of \(audit.rows) rows of \(data) are bad.")
    }
  }

  private func tokenCounter() throws -> (@Sendable (String) -> Int)? {
    guard let model else { return nil }
    let tokenizer = try Tokenizer.load(path: ModelLibrary.resolve(model))
    return { tokenizer.encode($0, addSpecialTokens: false).ids.count }
  }
}

extension EvidenceAudit {
  /// The lists of findings with their titles.
  private var lists: [(key: String, title: String, findings: [Finding])] {
    [
      ("bad_rows", "bad rows", badRows), ("one_sided", "one-sided questions", oneSided),
      ("duplicates", "duplicates", duplicates),
      ("near_duplicates", "near-duplicates", nearDuplicates),
      ("same_site", "sites on both sides", sameSite),
      ("long_windows", "long windows", longWindows),
    ]
  }

  private var counts: [(key: String, title: String, count: Int)] {
    [
      ("rows", "rows", rows), ("questions", "questions", questions),
      ("two_sided_questions", "with both sides", twoSidedQuestions),
      ("categories", "categories", categories),
      ("documents_yes", "documents that say yes", documents[.yes] ?? 0),
      ("documents_no", "documents that say no", documents[.no] ?? 0),
      ("pairs", "pairs of opposed documents", pairs),
      (
        "reported_documents", "documents with \(WinRates.reportedOpponents) opponents or more",
        reportedDocuments
      ),
    ]
  }

  func json(layout: EvidenceLayout) -> JSONValue {
    let numbers = counts.map { ($0.key, JSONValue.integer(Int64($0.count))) }
    let findings = lists.map { list in
      (
        list.key,
        JSONValue.array(
          list.findings.map { ["row": .integer(Int64($0.row)), "problem": .string($0.problem)] })
      )
    }
    return .object(
      JSONObject([("layout", JSONValue.string(layout.rawValue))] + numbers + findings))
  }

  func text(layout: EvidenceLayout, list: Int) -> String {
    var table = TextTable([("layout", .left), (layout.rawValue, .right)])
    for (_, title, count) in counts { table.add([title, String(count)]) }
    for (_, title, findings) in lists { table.add([title, String(findings.count)]) }
    var text = table.text
    for (_, title, findings) in lists where !findings.isEmpty && list > 0 {
      text += "\n\(title):\n"
      for finding in findings.prefix(list) { text += "  row \(finding.row): \(finding.problem)\n" }
      if findings.count > list { text += "  and \(findings.count - list) more\n" }
    }
    return text
  }
}
