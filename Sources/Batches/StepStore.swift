import TensorFiles
public import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The results of steps, each in a folder named by its key.
///
/// The folder is the command's own. What the study keeps lies beside it under the same name:
/// `.result.json` and `.log.txt` (what the command printed), `.lock`, and `.step.json`, which is
/// written last and says that the step is done.
public struct StepStore: Sendable {
  /// The folder of all steps, absolute.
  public let path: String

  /// A store in a folder, which need not be there yet.
  public init(path: String) { self.path = path }

  /// The folder of a step's results.
  public func folder(of key: String) -> String { "\(path)/\(key.prefix(16))" }

  /// The file of what a step printed.
  public func resultFile(of key: String) -> String { folder(of: key) + ".result.json" }

  /// The file of what a step remarked.
  public func logFile(of key: String) -> String { folder(of: key) + ".log.txt" }

  private func recordFile(of key: String) -> String { folder(of: key) + ".step.json" }

  /// Whether a step has ended well here or in another study.
  public func isDone(_ key: String) -> Bool {
    Self.exists(recordFile(of: key)) && Self.exists(folder(of: key))
  }

  /// Makes the folder of a step.
  public func begin(_ key: String) throws { try Folder.make(folder(of: key)) }

  /// Marks a step as done, with what it was.
  public func finish(_ key: String, _ record: JSONValue) throws {
    try AtomicFile.write(path: recordFile(of: key), json: record)
  }

  /// What a step printed, when it was JSON.
  public func result(of key: String) -> JSONValue? {
    try? JSONValue.load(path: resultFile(of: key))
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
