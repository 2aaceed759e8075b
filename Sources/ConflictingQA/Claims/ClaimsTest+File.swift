import TensorFiles
import TextFiles

/// A test of a judge as JSON lines: `{"judge", "control", "question", "document", "claim", "verdict",
/// "log_odds", "own", "unrelated"}`, log odds in nats.
extension ClaimsTest {
  /// Writes the test.
  public func write(to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      for record in records {
        let line: JSONValue = [
          "judge": .string(judge), "control": .string(record.control.rawValue),
          "question": .string(record.questionID), "document": .string(record.documentID),
          "claim": .string(record.claim),
          "verdict": .string(record.judgement.verdict.rawValue),
          "log_odds": .number(record.judgement.logOdds), "own": .number(record.judgement.own),
          "unrelated": .array(record.judgement.others.map { .number($0) }),
        ]
        try sink.write(line: line)
      }
    }
  }

  /// Reads a test back.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` and `TextFilesError`.
  public init(path: String) throws {
    var lines = try JSONLines(path: path)
    self.init(judge: "", records: [])
    while let (line, value) = try lines.next() {
      guard let judge = value["judge"]?.string, let record = Record(json: value) else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "the line is no claim that was judged")
      }
      self.judge = judge
      records.append(record)
    }
  }
}

extension ClaimsTest.Record {
  fileprivate init?(json: JSONValue) {
    let unrelated = (json["unrelated"]?.array ?? []).compactMap(\.double)
    guard let control = json["control"]?.string.flatMap(ClaimsTest.Control.init),
      let question = json["question"]?.string, let document = json["document"]?.string,
      let claim = json["claim"]?.string, let logOdds = json["log_odds"]?.double,
      let own = json["own"]?.double, !unrelated.isEmpty
    else { return nil }
    self.init(
      control: control, questionID: question, documentID: document, claim: claim,
      judgement: ClaimJudgement(logOdds: logOdds, own: own, others: unrelated))
  }
}
