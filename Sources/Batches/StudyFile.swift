/// A study: steps with their options, grids over them, variables and seeds, from a YAML file.
///
/// `${name}` in a value stands for a variable, or for the folder of a step's results. Values are
/// kept as they are written; the commands judge them.
public struct StudyFile: Sendable, Equatable {
  /// The file.
  public let path: String
  /// The study's name.
  public let name: String
  /// What it is about; may be empty.
  public let about: String
  /// Seeds; every step that takes one runs once for each.
  public var seeds: [String]
  /// Values by name.
  public var variables: [String: String]
  /// The steps in the order of the file.
  public var steps: [StudyStep]

  /// Most bytes of a study file; no study that a person writes comes near.
  static let largestFile = 1 << 20
  /// Memory set aside for a step that does not say, bytes.
  static let usualMemory = 2 << 30

  static let topKeys = ["name", "about", "seeds", "variables", "steps"]
  static let stepKeys = ["run", "with", "grid", "after", "memory"]

  /// The step with this name.
  public func step(_ name: String) -> StudyStep? { steps.first { $0.name == name } }

  /// The folder of the file, against which its paths are read.
  public var folder: String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}
