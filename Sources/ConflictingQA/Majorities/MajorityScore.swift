import TensorFiles
import TextFiles

/// A reader's answer to many documents against one.
public struct MajorityScore: Sendable, Equatable {
  /// The question.
  public var questionID: String
  /// What the majority is made of.
  public var kind: MajorityKind
  /// How many documents the majority has.
  public var ratio: Int
  /// The side of the majority.
  public var majority: Stance
  /// Whether the majority stands before the single document.
  public var majorityFirst: Bool
  /// The answer.
  public var answer: AnswerProbabilities

  /// The answer to a prompt.
  public init(_ prompt: MajorityPrompt, _ answer: AnswerProbabilities) {
    questionID = prompt.prompt.question.id
    (kind, ratio, majority) = (prompt.kind, prompt.ratio, prompt.majority)
    (majorityFirst, self.answer) = (prompt.majorityFirst, answer)
  }

  /// Log odds toward the majority, nats.
  public var logit: Double { majority.sign * answer.logit }

  private var json: JSONValue {
    .object(
      JSONObject(
        [
          ("question", .string(questionID)), ("kind", .string(kind.rawValue)),
          ("ratio", .integer(Int64(ratio))), ("majority", .string(majority.rawValue)),
          ("majority_first", .bool(majorityFirst)),
        ] + answer.members))
  }

  private init?(json: JSONValue) {
    guard let question = json["question"]?.string,
      let kind = json["kind"]?.string.flatMap(MajorityKind.init), let ratio = json["ratio"]?.int,
      let majority = json["majority"]?.string.flatMap(Stance.init),
      let majorityFirst = json["majority_first"]?.bool,
      let answer = AnswerProbabilities(json: json)
    else { return nil }
    (questionID, self.kind, self.ratio) = (question, kind, ratio)
    (self.majority, self.majorityFirst, self.answer) = (majority, majorityFirst, answer)
  }

  /// Writes answers as JSON lines: `{"question", "kind", "ratio", "majority", "majority_first",
  /// "log_yes", "log_no"}`.
  public static func write(_ scores: [MajorityScore], to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      for score in scores { try sink.write(line: score.json) }
    }
  }

  /// Reads answers back.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` and `TextFilesError`.
  public static func read(path: String) throws -> [MajorityScore] {
    var lines = try JSONLines(path: path)
    var scores: [MajorityScore] = []
    while let (line, value) = try lines.next() {
      guard let score = MajorityScore(json: value) else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "the line is no answer to a majority of documents")
      }
      scores.append(score)
    }
    return scores
  }
}
