import TextFiles

/// The manual page in `man`'s own language, made from what the parser says of itself, so that it
/// cannot say anything else than `--help`.
struct ManualPage {
  private var lines: [String] = []

  /// The text of `knowable.1`; `help` is what `--experimental-dump-help` prints.
  init(help: JSONValue, version: String) {
    guard let root = help["command"] else { return }
    let name = root["commandName"]?.string ?? ""
    lines = [
      ".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\" \"User Commands\"", ".SH NAME",
      Self.escaped("\(name) - \(root["abstract"]?.string ?? "")"), ".SH SYNOPSIS",
      ".B \(name)", ".I command", "[options]", ".SH DESCRIPTION",
    ]
    add(text: root["discussion"]?.string)
    lines.append(".SH COMMANDS")
    for command in root["subcommands"]?.array ?? [] { add(command, prefix: name) }
    lines.append(".SH ENVIRONMENT")
    for (variable, meaning) in Self.environment {
      lines += [".TP", ".B \(variable)", Self.escaped(meaning)]
    }
  }

  /// The page.
  var text: String { lines.joined(separator: "\n") + "\n" }

  private static let environment = [
    ("KNOWABLE_CATALOG", "File of the record of runs instead of .knowable/catalog.sqlite, or off."),
    ("KNOWABLE_MODELS", "Folder of fetched models instead of knowable/models in the user's cache."),
    ("KNOWABLE_STEPS", "Folder of studies' results instead of knowable/steps in the user's cache."),
    ("KNOWABLE_ISA", "Narrower vector instructions than the processor has, such as avx2."),
  ]

  private mutating func add(_ command: JSONValue, prefix: String) {
    guard command["shouldDisplay"]?.bool != false, let word = command["commandName"]?.string,
      word != "help"
    else { return }
    let name = "\(prefix) \(word)"
    lines += [".SS \(Self.escaped(name))"]
    add(text: command["abstract"]?.string)
    add(text: command["discussion"]?.string)
    for argument in command["arguments"]?.array ?? [] where argument["shouldDisplay"] != false {
      add(argument: argument)
    }
    for below in command["subcommands"]?.array ?? [] { add(below, prefix: name) }
  }

  private mutating func add(argument: JSONValue) {
    let value = argument["valueName"]?.string ?? ""
    let names = (argument["names"]?.array ?? []).compactMap { name in
      name["name"]?.string.map { (name["kind"]?.string == "long" ? "--" : "-") + $0 }
    }
    let head =
      argument["kind"]?.string == "positional"
      ? ".I \(Self.escaped(value))"
      : ".B \(Self.escaped(names.joined(separator: ", ")))"
        + (argument["kind"]?.string == "option" ? "\n.I \(Self.escaped(value))" : "")
    let standard = argument["defaultValue"]?.string.map { " (default: \($0))" } ?? ""
    lines += [".TP", head, Self.escaped((argument["abstract"]?.string ?? "") + standard)]
  }

  /// Paragraphs; what is indented stays as it is.
  private mutating func add(text: String?) {
    guard let text, !text.isEmpty else { return }
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("  ") != isExample {
        isExample.toggle()
        lines.append(isExample ? ".nf" : ".fi")
      }
      lines.append(line.isEmpty ? ".PP" : Self.escaped(String(line)))
    }
    if isExample { lines.append(".fi") }
  }

  /// Backslashes and hyphens as they are typed; a point or quote at the start is no request.
  private static func escaped(_ text: String) -> String {
    let plain = text.map { $0 == "\\" ? "\\e" : $0 == "-" ? "\\-" : String($0) }.joined()
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
