import TensorFiles
import TextFiles

extension StudyFile {
  /// Reads and checks a study against what the commands take.
  ///
  /// - Throws: ``BatchesError/badStudy(path:line:problem:)`` with the line and the nearest name for
  ///   unknown keys, commands, options and references.
  public init(path: String, commands: [CommandDescription]) throws {
    let file = try MappedFile(path: path)
    guard file.count <= Self.largestFile else {
      throw BatchesError.badStudy(
        path: path, line: nil,
        problem: "a study file has at most 1 MiB, this one \(file.count) bytes.")
    }
    let text = file.withBytes { String(decoding: $0, as: UTF8.self) }
    try self.init(text: text, path: path, commands: commands)
  }

  /// Reads and checks a study from text; `path` is for messages and relative paths.
  public init(text: String, path: String, commands: [CommandDescription]) throws {
    let root = try YAMLNode.load(text, path: path)
    var name = path.split(separator: "/").last.map(String.init) ?? path
    var about = ""
    var seeds: [String] = []
    var variables: [String: String] = [:]
    var steps: [StudyStep] = []
    var hasSteps = false
    for entry in try root.entries(of: "A study") {
      switch entry.name {
      case "name": name = try entry.value.text("name")
      case "about": about = try entry.value.text("about")
      case "seeds": seeds = try entry.value.texts("A seed").map { try Self.seed($0, entry.value) }
      case "variables":
        for variable in try entry.value.entries(of: "variables") {
          variables[variable.name] = try variable.value.text("A variable")
        }
      case "steps":
        hasSteps = true
        steps = try entry.value.entries(of: "steps").map {
          try Self.step(named: $0.name, $0.key, $0.value, commands)
        }
      default: throw unknown(entry.name, "key of a study", Self.topKeys, at: entry.key)
      }
    }
    guard hasSteps, !steps.isEmpty else { throw root.failure("a study has `steps`.") }
    (self.path, self.name, self.about) = (path, name, about)
    (self.seeds, self.variables, self.steps) = (seeds, variables, steps)
    try checkReferences()
  }

  private static func seed(_ text: String, _ node: YAMLNode) throws -> String {
    guard UInt64(text) != nil else {
      throw node.failure("a seed is a whole number from 0 up, not \(text).")
    }
    return text
  }

  private static func step(
    named name: String, _ key: YAMLNode, _ node: YAMLNode, _ commands: [CommandDescription]
  ) throws -> StudyStep {
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    else { throw key.failure("a step's name has letters, digits, - and _ only, unlike \(name).") }
    let entries = try node.entries(of: "The step \(name)")
    guard let run = entries.first(where: { $0.name == "run" }) else {
      throw key.failure("the step \(name) does not say which command to `run`.")
    }
    let words = try run.value.text("run")
    guard let command = commands.first(where: { $0.name == words }) else {
      throw unknown(words, "command", commands.map(\.name), at: run.value)
    }
    var (settings, grid): ([StudyStep.Setting], [StudyStep.Setting]) = ([], [])
    var after: [String] = []
    var memory = usualMemory
    for entry in entries {
      switch entry.name {
      case "run": break
      case "with": settings = try Self.settings(entry.value, command, isGrid: false)
      case "grid": grid = try Self.settings(entry.value, command, isGrid: true)
      case "after": after = try entry.value.texts("after")
      case "memory": memory = try bytes(entry.value)
      default: throw unknown(entry.name, "key of a step", stepKeys, at: entry.key)
      }
    }
    if let twice = grid.first(where: { axis in settings.contains { $0.option == axis.option } }) {
      throw BatchesError.badStudy(
        path: node.path, line: twice.line,
        problem: "\(twice.option) stands in `with` and in `grid` of \(name).")
    }
    return StudyStep(
      name: name, command: words, settings: settings, grid: grid, after: after, memory: memory,
      line: key.line)
  }

  private static func settings(
    _ node: YAMLNode, _ command: CommandDescription, isGrid: Bool
  ) throws -> [StudyStep.Setting] {
    try node.entries(of: "Options").map { entry in
      guard let option = command.option(entry.name) else {
        throw unknown(
          entry.name, "option of \(command.name)", command.options.map(\.name), at: entry.key)
      }
      let values = try entry.value.texts("The option \(entry.name)")
      if isGrid {
        guard entry.value.elements != nil, !values.isEmpty else {
          throw entry.value.failure("a grid lists the values of \(entry.name).")
        }
        guard Set(values).count == values.count else {
          throw entry.value.failure("a value of \(entry.name) is listed twice.")
        }
      } else if values.count != 1, !option.isRepeating {
        throw entry.value.failure(
          "\(entry.name) takes one value; several belong into `grid`.")
      }
      try check(values, of: option, at: entry.value)
      return StudyStep.Setting(option: entry.name, values: values, line: entry.key.line)
    }
  }

  /// Checks what can be told before running: flags and listed values.
  private static func check(
    _ values: [String], of option: CommandDescription.Option, at node: YAMLNode
  ) throws {
    for value in values where !value.contains("${") {
      if option.isFlag, value != "true", value != "false" {
        throw node.failure("\(option.name) is true or false, not \(value).")
      }
      if !option.values.isEmpty, !option.values.contains(value) {
        throw unknown(value, "value of \(option.name)", option.values, at: node)
      }
    }
  }

  private static func bytes(_ node: YAMLNode) throws -> Int {
    let text = try node.text("memory")
    guard let bytes = MemorySize(text)?.bytes else {
      throw node.failure("memory is a size such as 500MB or 4GB, not \(text).")
    }
    return bytes
  }
}

/// A sentence about a name that is not known, with the nearest one that is.
private func unknown(
  _ name: String, _ what: String, _ known: [String], at node: YAMLNode
) -> BatchesError {
  let hint = nearestName(to: name, in: known).map { "did you mean \($0)?" }
  return node.failure(
    "there is no \(what) called \(name); "
      + (hint ?? "there are \(known.joined(separator: ", "))."))
}
