import Synchronization
import TensorFiles
import TextFiles

/// What the runs of a study took, in a file that only grows, so that no stop and no kill loses count.
///
/// A line a batch: `{"step", "reader", "prompts", "seconds"}`, with `tokens` (every prompt read whole)
/// and `tokens_computed` where the reader counts them. A last line that a kill has torn is cut off.
public final class WorkLog: Sendable {
  /// What one step of a study has asked one reader, all runs together.
  public struct Total: Sendable, Equatable {
    /// The step, such as `edit`.
    public var step: String
    /// The reader.
    public var reader: String
    /// Prompts answered.
    public var prompts = 0
    /// Their tokens, each prompt read whole; nil when not counted.
    public var tokens: Int?
    /// Tokens that went through the model; nil when not counted.
    public var computedTokens: Int?
    /// Time spent asking, seconds.
    public var seconds = 0.0
  }

  private let file: Mutex<AppendFile>

  /// Opens a log, or makes an empty one.
  ///
  /// - Throws: what ``totals(path:)`` throws, and `TensorFilesError` when the file cannot be written or
  ///   another process holds it.
  public init(path: String) throws {
    let file = try AppendFile(path: path)
    // A broken log is named before anything is asked.
    _ = try Self.totals(path: path)
    self.file = Mutex(file)
  }

  /// Adds a batch.
  public func add(_ batch: StoredReader.Batch, step: String, reader: String) throws {
    var members: [(String, JSONValue)] = [
      ("step", .string(step)), ("reader", .string(reader)),
      ("prompts", .integer(Int64(batch.prompts))), ("seconds", .number(batch.seconds)),
    ]
    if let tokens = batch.tokens, let computed = batch.computedTokens {
      members.append(("tokens", .integer(Int64(tokens))))
      members.append(("tokens_computed", .integer(Int64(computed))))
    }
    let line = JSONValue.object(JSONObject(members)).serialized() + "\n"
    try file.withLock { try $0.append(line) }
  }

  /// The totals of a log, steps and readers in the order of their first line.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` and `TextFilesError`.
  public static func totals(path: String) throws -> [Total] {
    var lines = try JSONLines(path: path)
    var totals: [Total] = []
    while let (line, value) = try lines.next() {
      guard let step = value["step"]?.string, let reader = value["reader"]?.string,
        let prompts = value["prompts"]?.int, let seconds = value["seconds"]?.double
      else {
        throw ConflictingQAError.badRow(
          path: path, row: line,
          problem: "the line is no work that was done; remove the file to start anew")
      }
      let place =
        totals.firstIndex { $0.step == step && $0.reader == reader } ?? totals.endIndex
      if place == totals.endIndex { totals.append(Total(step: step, reader: reader)) }
      totals[place].prompts += prompts
      totals[place].seconds += seconds
      if let tokens = value["tokens"]?.int, let computed = value["tokens_computed"]?.int {
        totals[place].tokens = (totals[place].tokens ?? 0) + tokens
        totals[place].computedTokens = (totals[place].computedTokens ?? 0) + computed
      }
    }
    return totals
  }
}
