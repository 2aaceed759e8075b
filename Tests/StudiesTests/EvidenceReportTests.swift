import ConflictingQA
import Foundation
import Probes
import Statistics
import TestSupport
import Testing
import TextFiles

@testable import Studies

/// The page of a study of evidence, on a reader whose preferences are known.
@Suite struct EvidenceReportTests {
  private static let hostile = "<script>alert(\"&\")</script>"

  private static func evidence(_ words: String) -> EvidenceSet {
    let rows = (0..<5).flatMap { number -> [EvidenceRow] in
      let question = EvidenceQuestion(id: "q\(number)", text: "Is item\(number) kalvo? \(words)")
      return (0..<6).map { place in
        let stance: Stance = place % 2 == 0 ? .yes : .no
        let topic = (0..<place).map { _ in "item\(number)" }.joined(separator: " ")
        return EvidenceRow(
          row: 1, question: question,
          document: EvidenceDocument(
            id: "\(number)-\(place)", questionID: question.id, stance: stance,
            title: "Title \(words)",
            text: "Grundels welk in \(place) farns. \(topic) opsti often. Many buy it \(words)."))
      }
    }
    return EvidenceSet(rows)
  }

  private static func report(_ words: String = "") async throws -> EvidenceReport {
    let evidence = evidence(words)
    let reader = SyntheticReader(relevanceWeight: 1.5, positionBias: 0.2, documentNoise: 0.2)
    let design = EditDesign(
      questions: evidence.questions, documents: evidence.documents, documentsPerSide: 1)
    let scores = try await EditDesign(
      questions: evidence.questions, documents: evidence.documents
    ).baseline(reader)
    var report = EvidenceReport(
      subject: .init(reader: "reader" + words, data: "data" + words), evidence: evidence,
      scores: scores, convincingness: Convincingness(scores, resamples: 50, permutations: 49))
    let table = try await FeatureTable(
      questions: evidence.questions, documents: evidence.documents)
    report.sensitivities = FeatureSensitivity.all(
      scores, table: table, options: .init(resamples: 50, permutations: 49))
    report.curves = [WinCurve(.bm25, scores, table: table, resamples: 50)]
    for edit in ["R1", "S1", "P0", "P1"].compactMap(EvidenceEdit.named) {
      report.trials.append(try await design.run(edit, reader))
    }
    if let rewrite = EvidenceRewrite.catalogue.first {
      struct Silent: Rewriter {
        let identity = "silent"
        func rewrite(_ requests: [RewriteRequest]) async throws -> [String?] {
          requests.map { _ in nil }
        }
      }
      report.trials.append(try await design.run(rewrite, by: Silent(), reader))
    }
    report.effects = EditEffect.all(report.trials, baseline: scores, options: .init(resamples: 50))
    report.mixture = FactorialEdits(
      try await FactorialTrial(
        ["R1", "S1"].compactMap(EvidenceEdit.named), design: design, reader: reader),
      resamples: 50)
    var majorities: [MajorityScore] = []
    for question in evidence.questions {
      let prompts = MajorityPrompt.all(question, documents: evidence.documents(of: question.id))
      let answers = try await reader.answers(to: prompts.map(\.prompt))
      majorities += zip(prompts, answers).map { MajorityScore($0, $1) }
    }
    report.majorities = MajorityCurve(majorities, resamples: 50)
    let pair = EvidencePair(
      evidence.documents[0], against: evidence.documents[1], question: evidence.questions[0])
    let units = EvidenceUnits(pair, grain: .sentences)
    report.flips = [
      FlipRecord(
        pair, grain: .sentences, flip: try await FlipSet.find(units, reader: reader),
        shapley: try await ShapleyValues(units, reader: reader))
    ]
    report.notes = ["A note" + words]
    report.commands = ["knowable evidence report" + words]
    return report
  }

  @Test(arguments: ["", hostile])
  func thePageIsWellFormed(words: String) async throws {
    let html = try await Self.report(words).html()
    #expect(!html.contains("<script>alert"))
    for section in [
      "wins", "features", "edits", "mixture", "majorities", "flips", "questions", "definitions",
    ] { #expect(html.contains("id=\"\(section)\""), "\(section)") }
    let body = try #require(html.range(of: "<main>")).lowerBound
    let end = try #require(html.range(of: "</main>")).upperBound
    _ = try Markup(String(html[body..<end]))
  }

  @Test func whatIsMissingIsLeftOut() async throws {
    let whole = try await Self.report()
    let bare = EvidenceReport(
      subject: whole.subject, evidence: whole.evidence, scores: whole.scores,
      convincingness: whole.convincingness
    ).html()
    for section in ["features", "edits", "mixture", "majorities", "flips"] {
      #expect(!bare.contains("id=\"\(section)\""), "\(section)")
    }
    #expect(bare.contains("id=\"wins\""))
  }

  @Test func refusedTextsAndEffectsAreInTheNumbers() async throws {
    let report = try await Self.report()
    #expect(report.html().contains("Texts that were refused"))
    let edits = try #require(report.data["edits"]?.array)
    let heading = try #require(edits.first { $0["edit"]?.string == "R1" })
    #expect((heading["win_rate"]?["low"]?.double ?? 0) > 0)
    #expect(edits.first { $0["edit"]?.string == "L0" }?["left_out"]?.int == 10)
    #expect(report.data["mixture"]?.array?.count == 3)
    #expect(report.data["majorities"]?.array?.isEmpty == false)
  }

  @Test func offFormatComparisonsAreSaid() async throws {
    var report = try await Self.report()
    let quiet = report.scores.map { score in
      var score = score
      score.yesFirst.logYes -= 3
      score.yesFirst.logNo -= 3
      return score
    }
    report.convincingness = Convincingness(quiet, resamples: 20, permutations: 9)
    #expect(report.convincingness.standings.isEmpty)
    #expect(report.html().contains("comparisons are off the format."))
    report.convincingness = Convincingness(
      quiet, policy: OffFormatPolicy(.half), resamples: 20, permutations: 9)
    #expect(report.convincingness.yesWinRate.value == 0.5)
  }
}
