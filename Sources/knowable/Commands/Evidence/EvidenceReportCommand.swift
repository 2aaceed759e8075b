import ArgumentParser
import ConflictingQA
import Probes
import Studies
import TensorFiles
import TextFiles

struct EvidenceReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the study as one HTML page.",
    discussion: """
      Reads what `score`, `analyse`, `edit`, `judge`, `majority` and `flip` left in the folder of the study and writes
      STUDY/report.html: who wins, what goes with winning, what edits change with their placebos, what
      answers hang on, and every question with its documents. Nothing is asked of a model.

      Example: knowable evidence report --data evidence.jsonl --study study
      """)

  @OptionGroup var study: EvidenceAnalysisOptions

  @Option(help: "File to write; report.html in the folder of the study unless given.")
  var page: String?

  @Option(help: "A sentence to put beside the findings; may be given several times.")
  var note: [String] = []

  @OptionGroup var reports: ReportOptions

  @OptionGroup var common: CommonOptions

  func run() async throws {
    common.apply()
    let (evidence, scores) = try study.load()
    let path = page ?? study.path("report.html")
    try Folder.make(holding: path)
    if !study.exists("features.jsonl") {
      let table = try await FeatureTable(
        questions: evidence.questions, documents: evidence.documents)
      try FeatureFile.write(table, to: study.path("features.jsonl"))
    }
    var report = try study.report(evidence, scores, common: common)
    report.notes = note
    report.settings = [
      NamedValue("Reader", scores.reader),
      NamedValue("Bootstrap resamples, whole questions", "\(study.intervals.resamples)"),
      NamedValue("Permutations", "\(study.permutations)"),
      NamedValue("Margin of no effect, points of win rate", "\(study.margin)"),
      NamedValue("Ridge of the strengths", "0.1"), NamedValue("Seed", "\(common.seed)"),
    ]
    report.versions = [NamedValue("knowable", Version.current)] + Host.facts
    report.hashes = try [
      "scores.jsonl", "features.jsonl", "edits.jsonl", "mixture.jsonl", "majorities.jsonl",
      "flips.jsonl", "judge.jsonl",
    ]
    .filter(study.exists).map {
      NamedValue($0, try ContentHash.sha256(file: study.path($0)))
    }
    report.hashes.insert(
      NamedValue(study.data.lastPathPart, try ContentHash.sha256(file: study.data)), at: 0)
    report.commands = [
      "knowable evidence report --data \(study.data) --study \(study.study) --seed \(common.seed)"
    ]
    try reports.write(report, to: path)
    common.remark("The report: \(path)")
    common.show(report.data, text: report.summary)
  }
}

extension EvidenceReport {
  /// All tables for a terminal.
  var summary: String {
    analysisText + (effects.isEmpty ? "" : "\n" + effects.text)
  }
}
