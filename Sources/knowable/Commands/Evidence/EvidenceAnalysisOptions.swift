import ArgumentParser
import ConflictingQA
import Foundation
import Probes
import Studies
import TensorFiles
import TextFiles

/// A study that was scored, and how its numbers are read.
struct EvidenceAnalysisOptions: ParsableArguments {
  @Option(help: "Evidence file that was scored.")
  var data: String

  @Option(help: "Folder of the study, the --output of `knowable evidence score`.")
  var study: String

  @Option(help: "The reader whose scores are read, where the file holds several.")
  var reader: String?

  @OptionGroup var format: EvidenceFormatOptions
  @OptionGroup var intervals: IntervalOptions

  @Option(help: "Shufflings behind every p-value.")
  var permutations = 1999

  @Option(help: "Differences up to this many points of win rate count as no effect.")
  var margin = 2.0

  func validate() throws {
    if permutations < 1 { throw ValidationError("--permutations must be at least 1.") }
    if margin <= 0 || margin > 50 { throw ValidationError("--margin lies above 0, up to 50.") }
  }

  /// A file of the study.
  func path(_ name: String) -> String { "\(study)/\(name)" }

  /// The evidence with the comparisons of the chosen reader; refuses what does not belong together
  /// before anything is computed.
  func load() throws -> (evidence: EvidenceSet, scores: ReaderScores) {
    guard exists("scores.jsonl") else {
      throw BadInput(
        exists("")
          ? "\(study) holds no scores.jsonl: run `knowable evidence score --output \(study)` first."
          : "There is no folder \(study): --study is the --output of `knowable evidence score`.")
    }
    let evidence = try EvidenceSet.load(path: data)
    let scores = try scores()
    let known = Set(evidence.documents.map(\.id))
    for pair in scores.pairs {
      for id in [pair.yesID, pair.noID] where !known.contains(id) {
        throw BadInput(
          "\(path("scores.jsonl")) compares the document \(id), which \(data) does not hold: give the "
            + "evidence file that was scored.")
      }
    }
    return (evidence, scores)
  }

  func write(_ value: JSONValue, _ name: String) throws {
    try AtomicFile.write(path: path(name), text: value.serialized(pretty: true) + "\n")
  }

  /// The comparisons of the chosen reader.
  private func scores() throws -> ReaderScores {
    let all = try ScoreFile.read(path: path("scores.jsonl"))
    let names = all.map { "\"\($0.reader)\"" }.joined(separator: ", ")
    if let reader {
      guard let found = all.first(where: { $0.reader == reader }) else {
        throw BadInput("\(path("scores.jsonl")) has no reader \"\(reader)\"; it has \(names).")
      }
      return found
    }
    guard all.count == 1, let only = all.first, !only.pairs.isEmpty else {
      throw BadInput(
        all.count > 1
          ? "\(path("scores.jsonl")) holds several readers; name one with --reader: \(names)."
          : "\(path("scores.jsonl")) holds no comparison.")
    }
    return only
  }

  /// Everything that the files of the study say.
  func report(
    _ evidence: EvidenceSet, _ scores: ReaderScores, common: CommonOptions
  ) throws -> EvidenceReport {
    let pairs = scores.pairs
    var report = EvidenceReport(
      subject: .init(
        reader: String(scores.reader.prefix { $0 != "," && $0 != ":" }), data: data.lastPathPart),
      evidence: evidence,
      scores: pairs,
      convincingness: Convincingness(
        pairs, policy: format.policy, resamples: intervals.resamples, permutations: permutations,
        seed: common.seed))
    report.margin = margin / 100
    if exists("features.jsonl") {
      try addFeatures(try FeatureFile.read(path: path("features.jsonl")), pairs, common, &report)
    }
    if exists("edits.jsonl") {
      report.trials = try EditFile.read(path: path("edits.jsonl"), evidence: evidence)
      report.effects = EditEffect.all(
        report.trials, baseline: pairs,
        options: .init(
          margin: margin / 100, resamples: intervals.resamples,
          permutations: max(permutations, 9999),
          seed: common.seed))
    }
    if exists("mixture.jsonl") {
      report.mixture = FactorialEdits(
        try FactorialTrial(path: path("mixture.jsonl")), resamples: intervals.resamples,
        seed: common.seed)
    }
    if exists("majorities.jsonl") {
      report.majorities = MajorityCurve(
        try MajorityScore.read(path: path("majorities.jsonl")), resamples: intervals.resamples,
        seed: common.seed)
    }
    if exists("judge.jsonl") {
      let test = try ClaimsTest(path: path("judge.jsonl"))
      report.claimsTest = .init(
        judge: test.judge,
        rows: test.rows(resamples: intervals.resamples, seed: common.seed))
    }
    if exists("work.jsonl") { report.work = try WorkLog.totals(path: path("work.jsonl")) }
    if exists("flips.jsonl") { report.flips = try FlipRecord.read(path: path("flips.jsonl")) }
    return report
  }

  private func addFeatures(
    _ table: FeatureTable, _ pairs: [PairScore], _ common: CommonOptions,
    _ report: inout EvidenceReport
  ) throws {
    report.sensitivities = FeatureSensitivity.all(
      pairs, table: table,
      options: .init(resamples: intervals.resamples, permutations: permutations, seed: common.seed))
    report.jointModel = JointModel(pairs, table: table)
    for feature in [EvidenceFeature.sharedRun, .bm25, .embeddingSimilarity, .words]
    where table.features.contains(feature) {
      report.curves.append(
        WinCurve(feature, pairs, table: table, resamples: intervals.resamples, seed: common.seed))
    }
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
