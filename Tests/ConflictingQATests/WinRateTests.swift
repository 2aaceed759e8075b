import ConflictingQA
import Statistics
import TestSupport
import Testing

@Suite struct WinRateTests {
  /// Log odds that add up from both documents; half of the pairs of `weak` are off the format.
  private func pairs(weak: Double = 0) -> [PairScore] {
    (0..<2).flatMap { question in
      (0..<6).flatMap { yes in
        (0..<(question == 0 ? 6 : 2)).map { no in
          let logit = Double(yes - no) + 0.25
          func answer(_ logit: Double) -> AnswerProbabilities {
            AnswerProbabilities(logYes: logit / 2 - 4 - weak, logNo: -logit / 2 - 4 - weak)
          }
          return PairScore(
            questionID: "q\(question)", yesID: "y\(yes)", noID: "n\(no)",
            yesFirst: answer(logit + 1), noFirst: answer(logit - 1))
        }
      }
    }
  }

  private let everything = OffFormatPolicy(.drop, threshold: 0)

  @Test func ratesCountOpponents() throws {
    let rates = WinRates(pairs(), policy: everything)
    #expect(rates.documents.count == 20 && rates.offFormatPairs == 0)
    let first = try #require(rates.documents.first)
    #expect(first.documentID == "y0" && first.stance == .yes && first.opponents == 6)
    // log odds 0.25, -0.75, -1.75 ...: one win of six.
    #expect(agree(first.hardWinRate, 1.0 / 6))
    // Yes documents of the second question have two opponents only.
    #expect(rates.reported.count == 6 + 6 + 2)
    let hard = rates.documents.filter { $0.questionID == "q0" }.map(\.hardWinRate)
    #expect(agree(hard.reduce(0, +), 6))
  }

  @Test func documentsAndQuestionsAreAveragedApart() {
    let rates = WinRates(pairs(), policy: everything).documents.filter { $0.stance == .yes }
    let summary = WinRates.summary(of: \.hardWinRate, rates, resamples: 100)
    let means = ["q0", "q1"].map { name in
      let values = rates.filter { $0.questionID == name }.map(\.hardWinRate)
      return values.reduce(0, +) / Double(values.count)
    }
    #expect(agree(summary.byQuestion.value, (means[0] + means[1]) / 2))
    #expect(summary.byDocument.count == 12 && summary.byDocument.clusters == 2)
  }

  @Test(arguments: [
    (OffFormatPolicy.Treatment.drop, 0), (.half, 0.5), (.loss, 0),
  ])
  func offFormatPairsCountAsAsked(treatment: OffFormatPolicy.Treatment, rate: Double) {
    let rates = WinRates(pairs(weak: 4), policy: OffFormatPolicy(treatment))
    #expect(rates.offFormatPairs == 48)
    #expect(rates.documents.count == (treatment == .drop ? 0 : 20))
    #expect(rates.documents.allSatisfy { $0.softWinRate == rate && $0.hardWinRate == rate })
  }
}
