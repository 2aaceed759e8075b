import Synchronization
import TensorFiles
import TextFiles

/// A rewriter that asks another one only for what is not in its file yet.
///
/// A line: `{"writer", "request", "document", "rewrite", "text"}`, `request` the content id of what was
/// asked, `text` null where nothing was written. Lines are synced to disk batch by batch, a last line
/// that a kill has torn is cut off; a ``RecordedRewriter`` reads the same file.
public final class StoredRewriter: Rewriter {
  private struct Key: Hashable {
    let writer: String
    let request: String
  }

  private struct State: ~Copyable {
    var texts: [Key: String?]
    var file: AppendFile
    var asked = 0
  }

  public var identity: String { rewriter.identity }
  private let rewriter: any Rewriter
  private let batch: Int
  private let advanced: @Sendable (Int) throws -> Void
  private let state: Mutex<State>

  /// Puts a file before a rewriter.
  ///
  /// - Parameters:
  ///   - batch: Texts that are asked for and stored together; what a kill loses is one batch.
  ///   - advanced: Called with the number of texts of each batch; throw to stop.
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` for a broken line, and
  ///   `TensorFilesError` when the file cannot be written or another process holds it.
  public init(
    _ rewriter: any Rewriter, path: String, batch: Int = 8,
    advanced: @escaping @Sendable (Int) throws -> Void = { _ in }
  ) throws {
    precondition(batch > 0, "A batch has at least one text.")
    (self.rewriter, self.batch, self.advanced) = (rewriter, batch, advanced)
    let file = try AppendFile(path: path)
    var texts: [Key: String?] = [:]
    var lines = try JSONLines(path: path)
    while let (line, value) = try lines.next() {
      guard let writer = value["writer"]?.string, let request = value["request"]?.string,
        let text = value["text"]
      else {
        throw ConflictingQAError.badRow(
          path: path, row: line,
          problem: "the line is no stored rewrite; remove the file to start anew")
      }
      texts[Key(writer: writer, request: request)] = .some(text.string)
    }
    state = Mutex(State(texts: texts, file: file))
  }

  /// How many texts were asked for since the rewriter was made.
  public var asked: Int { state.withLock { $0.asked } }

  public func rewrite(_ requests: [RewriteRequest]) async throws -> [String?] {
    let keys = requests.map { Key(writer: identity, request: ContentID.make([$0.prompt])) }
    let known = state.withLock { state in keys.map { state.texts[$0] != nil } }
    var seen: Set<Key> = []
    let missing = keys.indices.filter { !known[$0] && seen.insert(keys[$0]).inserted }
    for first in stride(from: 0, to: missing.count, by: batch) {
      let places = missing[first..<min(first + batch, missing.count)]
      let texts = try await rewriter.rewrite(places.map { requests[$0] })
      let lines = zip(places, texts).map { place, text -> String in
        let line: JSONValue = [
          "writer": .string(keys[place].writer), "request": .string(keys[place].request),
          "document": .string(requests[place].documentID),
          "rewrite": .string(requests[place].rewriteID),
          "text": text.map(JSONValue.string) ?? .null,
        ]
        return line.serialized() + "\n"
      }
      try state.withLock { state in
        try state.file.append(lines.joined())
        for (place, text) in zip(places, texts) { state.texts[keys[place]] = .some(text) }
        state.asked += places.count
      }
      try advanced(places.count)
    }
    return state.withLock { state in keys.map { state.texts[$0] ?? nil } }
  }
}
