import Calibration
import LanguageModels
import Statistics
import TestSupport
import Testing
import TextFiles

@testable import Probes

/// Judging the test: who is judged, against what, and what is left out.
@Suite struct ICLTEvaluationTests {
  private static func label(
    _ document: Int, _ position: Int, _ aleatoric: Bool?, _ part: SplitPart? = .test,
    balanced: Bool = true
  ) -> PositionLabel {
    PositionLabel(
      document: "d\(document)", position: position, isAleatoric: aleatoric, part: part,
      isBalanced: balanced)
  }

  /// A result with one hint that is copied with this probability.
  private static func result(_ place: ICLTPlace, copied: Double) -> ICLTResult {
    let other = (1 - copied) / 2
    let after = NextTokenDistribution(
      [copied, other, other].map { Float(elementaryLog($0)) }[...])
    return ICLTResult(
      document: place.document, position: place.position, originalEntropy: 1, hints: [[0]],
      probabilities: [0.5],
      scores: ICLTScores(tokens: [0], probabilities: [0.5], after: [after]))
  }

  @Test func labelsAreDrawnEvenlyAndOnce() throws {
    let labels = (0..<40).flatMap { document -> [PositionLabel] in
      (0..<10).map { Self.label(document, $0, $0 % 3 == 0, document < 30 ? .test : .validation) }
    }
    func draw(_ seed: UInt64) throws -> ICLTLabels {
      try ICLTLabels(labels, title: "t", limit: 60, seed: seed)
    }
    let drawn = try draw(1)
    #expect(drawn.judged.count == 60 && drawn.judged.values.count { $0 } == 30)
    #expect(drawn.validation.count == 30)
    #expect(try draw(1) == drawn)
    #expect(try draw(2) != drawn)
    #expect(drawn.judged.allSatisfy { $0.value == ($0.key.position % 3 == 0) })
  }

  @Test func whatIsLeftOut() throws {
    let labels = [
      Self.label(0, 1, true), Self.label(0, 2, false), Self.label(0, 3, true, .train),
      Self.label(0, 4, true, balanced: false), Self.label(0, 5, nil), Self.label(0, 90, true),
      Self.label(1, 1, true, nil),
    ]
    let drawn = try ICLTLabels(labels, title: "t", limit: 100, longestContext: 50, seed: 0)
    #expect(Set(drawn.judged.keys.map(\.position)) == [1, 2])
    #expect(drawn.judged.count == 3)
    #expect(drawn.overlong == 1)
    #expect(drawn.validation.isEmpty)
    let error = #expect(throws: ProbesError.self) {
      try ICLTLabels(labels.filter { $0.isAleatoric == true }, title: "Mine", limit: 9, seed: 0)
    }
    #expect(error?.description.hasPrefix("Mine: the test needs positions of both classes") == true)
  }

  @Test func scoresMeetTheirLabels() throws {
    let model = try LanguageModel.open(path: Goldens.path("tiny-models/llama"))
    let documents = (0..<6).map { number in
      ICLTDocument(
        id: "d\(number)", tokens: (0..<30).map { ($0 * 31 + Int32(number) * 7) % 480 + 10 },
        positions: [5, 12, 20, 29])
    }
    var settings = ICLTSettings(layout: ICLTLayout(opening: [1], separator: [2]))
    settings.candidates.count = 3
    var calls: [Int] = []
    let run = try ICLTRun(model, settings, name: "eos", documents: documents) { calls.append($0) }
    #expect(calls == Array(1...72))
    let labels = try ICLTLabels(
      documents.flatMap { document -> [PositionLabel] in
        document.positions.map {
          PositionLabel(
            document: document.id, position: $0, isAleatoric: $0 > 12,
            part: document.id < "d4" ? .test : .validation, isBalanced: true)
        }
      }, title: "made up", limit: 100, seed: 0)
    let evaluation = try ICLTEvaluation(
      run, labels: labels, settings: EvaluationSettings(resamples: 100))
    #expect(evaluation.rows.count == 1 + 3 * ICLTScore.allCases.count)
    #expect(evaluation.leads.map(\.control) == [.randomTokens, .otherDocument])
    #expect(evaluation.copyRates.map(\.rate.items) == [16, 16, 16])
    #expect(evaluation.copyRates[0].rate.aleatoricItems == 8)
    for row in evaluation.rows {
      #expect(row.auroc.count == 16 && row.auroc.clusters == 4)
      #expect(row.accuracy != nil)
      #expect((row.labelFreeAccuracy != nil) == (row.score == .minimumEntropy))
      guard let score = row.score else { continue }
      let judged = try #require(run.results[row.hints]).filter { $0.document < "d4" }
      let expected = try auroc(
        scores: judged.map { $0.aleatoricScore(score) }, labels: judged.map { $0.position > 12 })
      #expect(abs(row.auroc.value - expected) < 1e-12)
    }
    let json = evaluation.json
    #expect(json["rows"]?.array?.count == evaluation.rows.count)
    #expect(json["separator"]?.string == "eos")
  }

  @Test func copyingEverythingIsSaidPlainly() throws {
    var rate = ICLTCopyRate()
    let place = ICLTPlace(document: "d", position: 1)
    rate.add(Self.result(place, copied: 0.9), isAleatoric: true)
    #expect(rate.warning?.contains("copies whatever it is shown") == true)
    // Two even answers of a coin have a half each before and after: nothing was copied.
    var coin = ICLTCopyRate()
    coin.add(Self.result(place, copied: 0.52), isAleatoric: true)
    #expect(coin.warning == nil && abs(coin.aleatoricMean - 0.52) < 1e-6)
    var unlabelled = ICLTCopyRate()
    unlabelled.add(Self.result(place, copied: 0.9))
    #expect(unlabelled.warning?.contains("may copy whatever it is shown") == true)
  }

  @Test func signsOfWordsAreFoundInEveryTokenizer() throws {
    let folder = Goldens.path("../../data/worlds/facts-and-coins/small")
    let model = try LanguageModel.open(path: folder)
    let tokenizer = try #require(model.tokenizer)
    let tokens = ICLTTokens(tokenizer)
    #expect(tokens.newline == nil)
    let period = try #require(tokens.period)
    #expect(tokenizer.decodeBytes([period]) == [UInt8(ascii: ".")])
  }
}
