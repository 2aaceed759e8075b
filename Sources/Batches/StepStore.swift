import TensorFiles
public import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The results of steps, each in a folder named by its key; a step is done when its folder holds
/// `step.json`, which is written last.
public struct StepStore: Sendable {
  /// The folder of all steps, absolute.
  public let path: String

  /// A store in a folder, which need not be there yet.
  public init(path: String) { self.path = path }

  /// The folder of a step's results.
  public func folder(of key: String) -> String { "\(path)/\(key.prefix(16))" }

  /// Whether a step has ended well here or in another study.
  public func isDone(_ key: String) -> Bool { Self.exists("\(folder(of: key))/step.json") }

  /// Makes the folder of a step.
  public func begin(_ key: String) throws { try Folder.make(folder(of: key)) }

  /// Marks a step as done, with what it was.
  public func finish(_ key: String, _ record: JSONValue) throws {
    try AtomicFile.write(
      path: "\(folder(of: key))/step.json", text: record.serialized(pretty: true) + "\n")
  }

  /// What a step printed, when it was JSON.
  public func result(of key: String) -> JSONValue? {
    try? JSONValue.load(path: "\(folder(of: key))/result.json")
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
