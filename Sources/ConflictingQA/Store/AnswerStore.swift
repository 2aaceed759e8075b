import Synchronization
import TensorFiles
import TextFiles

/// Answers kept in a file that only grows, one JSON line a prompt, so that nothing is asked twice.
///
/// A line: `{"reader", "prompt", "question", "documents", "log_yes", "log_no"}`; `prompt` is the
/// content hash of what the reader saw, `question` and `documents` are ids for people. Lines are
/// synced to disk batch by batch. A last line that a kill has torn is cut off when the file is opened;
/// any other broken line is an error. Several readers may share a file, two processes may not.
public final class AnswerStore: Sendable {
  private struct Key: Hashable {
    let reader: String
    let prompt: String
  }

  private struct State: ~Copyable {
    var answers: [Key: AnswerProbabilities]
    var file: AppendFile
  }

  /// The file.
  public let path: String
  private let state: Mutex<State>

  /// Opens a store, or makes an empty one.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` for a broken line, and
  ///   `TensorFilesError` when the file cannot be written or another process holds it.
  public init(path: String) throws {
    self.path = path
    let file = try AppendFile(path: path)
    let answers = try Self.read(path)
    state = Mutex(State(answers: answers, file: file))
  }

  /// The number of answers of a reader.
  public func count(reader: String) -> Int {
    state.withLock { $0.answers.keys.count { $0.reader == reader } }
  }

  /// The answer to a prompt; nil when it was never asked.
  public func answer(reader: String, prompt: String) -> AnswerProbabilities? {
    state.withLock { $0.answers[Key(reader: reader, prompt: prompt)] }
  }

  /// Adds answers; when this returns they are on disk.
  func append(
    reader: String, _ answers: [(hash: String, prompt: EvidencePrompt, answer: AnswerProbabilities)]
  ) throws {
    let lines = answers.map { hash, prompt, answer in
      let members: [(String, JSONValue)] = [
        ("reader", .string(reader)), ("prompt", .string(hash)),
        ("question", .string(prompt.question.id)),
        ("documents", .array(prompt.documents.map { .string($0.id) })),
      ]
      return JSONValue.object(JSONObject(members + answer.members)).serialized() + "\n"
    }
    try state.withLock { state in
      try state.file.append(lines.joined())
      for (hash, _, answer) in answers {
        state.answers[Key(reader: reader, prompt: hash)] = answer
      }
    }
  }

  private static func read(_ path: String) throws -> [Key: AnswerProbabilities] {
    var answers: [Key: AnswerProbabilities] = [:]
    var lines = try JSONLines(path: path)
    while let (line, value) = try lines.next() {
      guard let reader = value["reader"]?.string, let prompt = value["prompt"]?.string,
        let answer = AnswerProbabilities(json: value)
      else {
        throw ConflictingQAError.badRow(
          path: path, row: line,
          problem: "the line is no stored answer; remove the file to start anew")
      }
      answers[Key(reader: reader, prompt: prompt)] = answer
    }
    return answers
  }
}
