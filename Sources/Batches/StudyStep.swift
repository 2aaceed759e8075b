/// One step of a study: a command with its options, some of them with several values.
public struct StudyStep: Sendable, Equatable {
  /// An option with its value or values, and the line it stands in.
  public struct Setting: Sendable, Equatable {
    /// The option's long name.
    public let option: String
    /// One value, or several for an option that may be repeated; `true` or `false` for a flag.
    public var values: [String]
    /// 1-based line of the file; 0 for what the command line set.
    public let line: Int
  }

  /// The name by which others refer to it.
  public let name: String
  /// The command's words.
  public let command: String
  /// Options with fixed values.
  public var settings: [Setting]
  /// Options of which every value is run.
  public var grid: [Setting]
  /// Steps that must end first although no option names them.
  public let after: [String]
  /// Memory to set aside while it runs, in bytes.
  public let memory: Int
  /// 1-based line of the file.
  public let line: Int
}
