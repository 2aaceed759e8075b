import TensorFiles
import TextFiles

/// Everything that one reader answered: what the statistics of a study begin with.
public struct ReaderScores: Sendable, Equatable {
  /// The reader's identity.
  public var reader: String
  /// Pairs of documents in both orders.
  public var pairs: [PairScore]
  /// Answers with one document or none.
  public var singles: [SingleScore]

  /// Scores of a reader.
  public init(reader: String, pairs: [PairScore], singles: [SingleScore] = []) {
    (self.reader, self.pairs, self.singles) = (reader, pairs, singles)
  }
}

/// Files of scores: JSON lines, a pair a line, then a single answer a line.
///
/// A pair: `{"reader", "question", "yes_document", "no_document", "yes_first": {"log_yes", "log_no"},
/// "no_first": {...}}`, log-probabilities in nats, with `log_unclear` where a third answer was
/// offered. A single answer: `{"reader", "question", "document", "log_yes", "log_no"}`, `document`
/// null for closed-book. A file may hold several readers.
public enum ScoreFile {
  /// Writes scores; the same scores give the same bytes.
  public static func write(_ readers: [ReaderScores], to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      for scores in readers {
        for pair in scores.pairs {
          try sink.write(line: pair.json(reader: scores.reader))
        }
        for single in scores.singles {
          try sink.write(line: single.json(reader: scores.reader))
        }
      }
    }
  }

  /// Reads scores, readers in the order of their first line.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` for a line that is no score, also
  ///   for a pair that occurs twice, and `TextFilesError`.
  public static func read(path: String) throws -> [ReaderScores] {
    var lines = try JSONLines(path: path)
    var readers: [ReaderScores] = []
    var places: [String: Int] = [:]
    var seen: Set<[String?]> = []
    while let (line, value) = try lines.next() {
      func bad(_ problem: String) -> ConflictingQAError {
        .badRow(path: path, row: line, problem: problem)
      }
      guard let reader = value["reader"]?.string else { throw bad("there is no \"reader\"") }
      let place = places[reader, default: readers.count]
      if place == readers.count {
        places[reader] = place
        readers.append(ReaderScores(reader: reader, pairs: []))
      }
      let key: [String?]
      if let pair = PairScore(json: value) {
        readers[place].pairs.append(pair)
        key = [reader, pair.questionID, pair.yesID, pair.noID]
      } else if let single = SingleScore(json: value) {
        readers[place].singles.append(single)
        key = [reader, single.questionID, single.documentID]
      } else {
        throw bad(
          "the line is neither a pair (\"yes_document\", \"no_document\", \"yes_first\", "
            + "\"no_first\") nor a single answer (\"document\", \"log_yes\", \"log_no\")")
      }
      guard seen.insert(key).inserted else { throw bad("these documents were scored before") }
    }
    return readers
  }
}

extension PairScore {
  func json(reader: String) -> JSONValue {
    [
      "reader": .string(reader), "question": .string(questionID), "yes_document": .string(yesID),
      "no_document": .string(noID), "yes_first": yesFirst.json, "no_first": noFirst.json,
    ]
  }

  init?(json: JSONValue) {
    guard let question = json["question"]?.string, let yes = json["yes_document"]?.string,
      let no = json["no_document"]?.string,
      let yesFirst = json["yes_first"].flatMap(AnswerProbabilities.init(json:)),
      let noFirst = json["no_first"].flatMap(AnswerProbabilities.init(json:))
    else { return nil }
    self.init(
      questionID: question, yesID: yes, noID: no, yesFirst: yesFirst, noFirst: noFirst)
  }
}

extension SingleScore {
  func json(reader: String) -> JSONValue {
    .object(
      JSONObject(
        [
          ("reader", .string(reader)), ("question", .string(questionID)),
          ("document", documentID.map(JSONValue.string) ?? .null),
        ] + answer.members))
  }

  init?(json: JSONValue) {
    guard let question = json["question"]?.string, let document = json["document"],
      document.isNull || document.string != nil, let answer = AnswerProbabilities(json: json)
    else { return nil }
    self.init(questionID: question, documentID: document.string, answer: answer)
  }
}
