import TextFiles

/// A reader whose answers were recorded: what an answer store holds, or a person's or another tool's
/// judgements.
///
/// A line of the file is one answer: an answer store's own line, found again by what was shown, or
/// `{"question", "documents"}` with the ids in the order shown (none: closed-book), found by those
/// ids, with `log_yes` and `log_no` or a plain `"answer": "yes" | "no"`. A plain answer counts as a
/// probability of 0.999.
public struct ReplayReader: EvidenceReader {
  public let identity: String
  private let path: String
  private let byContent: [String: AnswerProbabilities]
  private let byIDs: [[String]: AnswerProbabilities]

  /// Reads recorded answers; `reader` picks one of several readers in an answer store.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` for a line that is no answer,
  ///   ``ConflictingQAError/badFile(path:problem:)`` when it holds answers of several readers and none
  ///   is picked, or none of the one picked.
  public init(path: String, reader: String? = nil) throws {
    var byContent: [String: AnswerProbabilities] = [:]
    var byIDs: [[String]: AnswerProbabilities] = [:]
    var readers: [String] = []
    var lines = try JSONLines(path: path)
    while let (line, value) = try lines.next() {
      let name = value["reader"]?.string ?? "recorded answers"
      if let reader, name != reader { continue }
      if !readers.contains(name) { readers.append(name) }
      guard let answer = AnswerProbabilities(json: value) ?? Self.plainAnswer(value) else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "there are neither log_yes and log_no nor a plain answer")
      }
      if let hash = value["prompt"]?.string {
        byContent[hash] = answer
      } else if let question = value["question"]?.string {
        let documents = value["documents"]?.array?.compactMap(\.string) ?? []
        byIDs[[question] + documents] = answer
      } else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "there is neither a prompt hash nor a question")
      }
    }
    guard let found = readers.first, readers.count == 1 else {
      throw ConflictingQAError.badFile(
        path: path,
        problem: readers.isEmpty
          ? "it holds no answers" + (reader.map { " of \($0)" } ?? "")
          : "it holds answers of \(readers.count) readers, pick one: "
            + readers.joined(separator: "; "))
    }
    identity = found
    (self.path, self.byContent, self.byIDs) = (path, byContent, byIDs)
  }

  public func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
    try prompts.map { prompt in
      let ids = [prompt.question.id] + prompt.documents.map(\.id)
      if let answer = byContent[prompt.contentHash] ?? byIDs[ids] { return answer }
      let documents = ids.dropFirst().joined(separator: " and ")
      throw ConflictingQAError.badFile(
        path: path,
        problem: "there is no answer to question \(ids[0]) "
          + (documents.isEmpty ? "without documents" : "with \(documents)"))
    }
  }

  private static func plainAnswer(_ value: JSONValue) -> AnswerProbabilities? {
    let (likely, unlikely) = (-0.001000500333583534, -6.907755278982137)  // ln 0.999, ln 0.001
    return switch value["answer"]?.string?.lowercased() {
    case "yes": AnswerProbabilities(logYes: likely, logNo: unlikely)
    case "no": AnswerProbabilities(logYes: unlikely, logNo: likely)
    default: nil
    }
  }
}
