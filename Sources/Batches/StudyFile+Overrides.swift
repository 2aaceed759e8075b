import TextFiles

extension StudyFile {
  /// Changes variables (`name=value`), options of a step (`step.option=value`) and seeds
  /// (`seeds=0,1,2`).
  ///
  /// An option of a grid takes several values divided by commas.
  ///
  /// - Throws: ``BatchesError/badOverride(_:)`` for names that the study does not have.
  public mutating func apply(
    overrides: [String], commands: [CommandDescription]
  ) throws {
    for text in overrides {
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw BatchesError.badOverride("\(text) is not of the form key=value.")
      }
      let key = String(text[..<equals])
      let value = String(text[text.index(after: equals)...])
      if key == "seeds" {
        seeds = value.split(separator: ",").map(String.init)
        guard !seeds.isEmpty, seeds.allSatisfy({ UInt64($0) != nil }) else {
          throw BatchesError.badOverride("seeds is a list such as 0,1,2, not \(value).")
        }
      } else if variables[key] != nil {
        variables[key] = value
      } else if let point = key.firstIndex(of: ".") {
        try set(
          String(key[key.index(after: point)...]), of: String(key[..<point]), to: value, commands)
      } else {
        throw Self.unknownOverride(key, variables.keys.sorted() + ["seeds"])
      }
    }
    try checkReferences()
  }

  private mutating func set(
    _ option: String, of name: String, to value: String, _ commands: [CommandDescription]
  ) throws {
    guard let place = steps.firstIndex(where: { $0.name == name }) else {
      throw Self.unknownOverride(name, steps.map(\.name))
    }
    if let axis = steps[place].grid.firstIndex(where: { $0.option == option }) {
      steps[place].grid[axis].values = value.split(separator: ",").map(String.init)
    } else if let known = steps[place].settings.firstIndex(where: { $0.option == option }) {
      steps[place].settings[known].values = [value]
    } else {
      let options =
        commands.first { $0.name == steps[place].command }?.options.map(\.name) ?? []
      guard options.contains(option) else { throw Self.unknownOverride(option, options) }
      steps[place].settings.append(
        StudyStep.Setting(option: option, values: [value], line: 0))
    }
  }

  private static func unknownOverride(_ name: String, _ known: [String]) -> BatchesError {
    .badOverride("The study has no \(name) to set\(nearestNameHint(for: name, in: known))")
  }
}
