import ConflictingQA
import TestSupport
import Testing

@Suite struct ScoreFileTests {
  private let scores = ReaderScores(
    reader: "a reader",
    pairs: [
      PairScore(
        questionID: "q1", yesID: "y", noID: "n",
        yesFirst: AnswerProbabilities(logYes: -0.25, logNo: -1.5, logUnclear: -7),
        noFirst: AnswerProbabilities(logYes: -0.1, logNo: -2.0000000000000004))
    ],
    singles: [
      SingleScore(
        questionID: "q1", documentID: nil, answer: AnswerProbabilities(logYes: -1, logNo: -0.5)),
      SingleScore(
        questionID: "q1", documentID: "y", answer: AnswerProbabilities(logYes: -0.2, logNo: -3)),
    ])

  @Test func scoresComeBackAsTheyWere() throws {
    let folder = try TemporaryFolder()
    let other = ReaderScores(reader: "another", pairs: scores.pairs)
    try ScoreFile.write([scores, other], to: folder.path("scores.jsonl"))
    #expect(try ScoreFile.read(path: folder.path("scores.jsonl")) == [scores, other])
  }

  @Test(arguments: [
    ("{\"question\": \"q\"}", "there is no \"reader\""),
    ("{\"reader\": \"r\", \"question\": \"q\"}", "the line is neither a pair"),
    (
      "{\"reader\": \"r\", \"question\": \"q\", \"document\": null, \"log_yes\": 0.5, \"log_no\": -1}",
      "the line is neither a pair"
    ),
  ])
  func linesThatAreNoScoresAreNamed(line: String, problem: String) throws {
    try withFile(line) { path in
      let error = #expect(throws: ConflictingQAError.self) { try ScoreFile.read(path: path) }
      #expect(error?.description.contains("row 1: \(problem)") == true)
    }
  }

  @Test func winsFollowTheDebiasedLogit() {
    let even = AnswerProbabilities(logYes: -0.7, logNo: -0.7)
    let tie = PairScore(questionID: "q", yesID: "y", noID: "n", yesFirst: even, noFirst: even)
    #expect(tie.hardWin(of: .yes) == 0.5 && tie.softWin(of: .no) == 0.5)
    let pair = scores.pairs[0]
    #expect(pair.hardWin(of: .yes) == 1 && pair.hardWin(of: .no) == 0)
    #expect(agree(pair.softWin(of: .yes) + pair.softWin(of: .no), 1, within: 1e-15))
  }
}
