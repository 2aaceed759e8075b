public import TextFiles

/// What a command takes, as the command line describes itself.
public struct CommandDescription: Sendable, Equatable {
  /// One option or flag.
  public struct Option: Sendable, Equatable {
    /// Long name without dashes, such as `text-column`.
    public let name: String
    /// Whether it stands alone.
    public let isFlag: Bool
    /// Whether it may be given more than once.
    public let isRepeating: Bool
    /// The values it may have; empty for any.
    public let values: [String]
    /// What it is for.
    public let help: String

    /// Whether its value is a file and not a folder, as its help says.
    var namesFile: Bool {
      help.split { !$0.isLetter }.contains { $0 == "File" || $0 == "file" }
    }

    /// An option.
    public init(
      name: String, isFlag: Bool = false, isRepeating: Bool = false, values: [String] = [],
      help: String = ""
    ) {
      (self.name, self.isFlag, self.isRepeating) = (name, isFlag, isRepeating)
      (self.values, self.help) = (values, help)
    }
  }

  /// The command's words, such as `evidence score`.
  public let name: String
  /// What it does.
  public let abstract: String
  /// Its options.
  public let options: [Option]

  /// A command.
  public init(name: String, abstract: String = "", options: [Option]) {
    (self.name, self.abstract, self.options) = (name, abstract, options)
  }

  /// The option with this name.
  public func option(_ name: String) -> Option? { options.first { $0.name == name } }

  /// All commands in what swift-argument-parser prints for `--experimental-dump-help`.
  public static func all(inHelp help: JSONValue) -> [CommandDescription] {
    guard let root = help["command"] else { return [] }
    return (root["subcommands"]?.array ?? []).flatMap { collect($0, prefix: "") }
      .filter { $0.name != "help" }
  }

  private static func collect(_ command: JSONValue, prefix: String) -> [CommandDescription] {
    let name = prefix + (command["commandName"]?.string ?? "")
    let below = command["subcommands"]?.array ?? []
    guard below.isEmpty else { return below.flatMap { collect($0, prefix: name + " ") } }
    let options = (command["arguments"]?.array ?? []).compactMap { argument -> Option? in
      let names = argument["names"]?.array ?? []
      guard
        let long = names.first(where: { $0["kind"]?.string == "long" })?["name"]?.string,
        long != "help", long != "version"
      else { return nil }
      return Option(
        name: long, isFlag: argument["kind"]?.string == "flag",
        isRepeating: argument["isRepeating"]?.bool ?? false,
        values: (argument["allValues"]?.array ?? []).compactMap(\.string),
        help: argument["abstract"]?.string ?? "")
    }
    return [
      CommandDescription(
        name: name, abstract: command["abstract"]?.string ?? "", options: options)
    ]
  }
}
