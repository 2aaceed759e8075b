import ArgumentParser
import Charts
import ConflictingQA
import LanguageModels
import Statistics
import Studies
import TextFiles

struct EvidenceAnalyseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyse",
    abstract: "Say which documents were believed, and what goes with being believed.",
    discussion: """
      Reads STUDY/scores.jsonl. Tells whether documents can be ranked at all, how far the answers
      lean to a side or a position, and which features of a document go with winning: rank correlations
      with intervals over questions, p-values by shuffling within sides, all features at once. With
      --features-model two more features are measured: embedding similarity and log perplexity.
      Writes STUDY/features.jsonl and STUDY/analysis.json.

      Example: knowable evidence analyse --data data/conflictingqa-mini/evidence.jsonl --study study
      """)

  @OptionGroup var study: EvidenceAnalysisOptions

  @Option(help: "A frozen model that measures embedding similarity and log perplexity.")
  var featuresModel: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    common.apply()
    let (evidence, scores) = try study.load()
    let model = try featuresModel.map {
      try EngineTextModel(model: LanguageModel.open(path: ModelLibrary.resolve($0)))
    }
    let table = try await FeatureTable(
      questions: evidence.questions, documents: evidence.documents, model: model)
    try FeatureFile.write(table, to: study.path("features.jsonl"))
    let report = try study.report(evidence, scores, common: common)
    try study.write(report.data, "analysis.json")
    common.show(report.data, text: report.analysisText)
  }
}

extension EvidenceReport {
  /// The analysis for a terminal.
  var analysisText: String {
    func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
    var summary = TextTable([("", .left), ("", .left)])
    summary.add(["verdict", convincingness.rankability.sentence])
    summary.add(["off-format pairs", "\(convincingness.rates.offFormatPairs)"])
    summary.add(["permutation p", number(convincingness.rankability.pValue)])
    summary.add(["win rate of yes documents", convincingness.yesWinRate.shown])
    summary.add(["gain by standing first, nats", convincingness.positionEffect.shown])
    summary.add(["answers that follow the order", convincingness.orderFlips.shown])
    summary.add(["split-half reliability", number(convincingness.splitHalf.reliability)])
    var features = TextTable([
      ("feature", .left), ("rho, documents", .left), ("p", .right), ("Holm", .right),
      ("rho, pairs", .left), ("p", .right), ("joint b, nats", .left), ("VIF", .right),
    ])
    for row in sensitivities {
      let term = jointModel?.terms.first { $0.feature == row.feature }
      features.add([
        row.feature.rawValue, row.documents.shown, number(row.documentPValue),
        number(row.holm), row.pairs.shown, number(row.pairPValue),
        term?.coefficient.shown ?? "-",
        number(term?.varianceInflation ?? .nan),
      ])
    }
    let further = [mixture.map(\.text), majorities.map(\.text)].compactMap { $0 }
    return ([summary.text, features.text] + further).joined(separator: "\n")
  }
}

extension [EditEffect] {
  /// The effects for a terminal.
  var text: String {
    var table = TextTable([
      ("edit", .left), ("what it does", .left), ("win rate", .left), ("beyond placebo", .left),
      ("Holm", .right), ("TOST", .right), ("documents", .right), ("left out", .right),
      ("verdict", .left),
    ])
    for effect in self {
      table.add([
        effect.edit.id, effect.edit.title, effect.winRate.shown,
        effect.beyondPlacebo?.shown ?? "-",
        NumberText.fixed(effect.holm, decimals: 3),
        NumberText.fixed(effect.equivalencePValue, decimals: 3), "\(effect.winRate.count)",
        "\(effect.leftOut)", effect.verdict.rawValue,
      ])
    }
    return table.text
  }
}
