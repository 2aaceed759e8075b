import TextFiles

extension StudyFile {
  /// Names of the steps that a step waits for, in the order of the file.
  func dependencies(of step: StudyStep) -> [String] {
    let texts = (step.settings + step.grid).flatMap(\.values)
    let names = Set(texts.flatMap { ReferenceText(expanded($0)).names } + step.after)
    return steps.map(\.name).filter(names.contains)
  }

  /// A value with its variables replaced; references to steps stay.
  func expanded(_ text: String) -> String {
    ReferenceText(text).filled { variables[$0] ?? "${\($0)}" }
  }

  /// Steps so that each comes after those it waits for.
  ///
  /// - Throws: ``BatchesError/badStudy(path:line:problem:)`` when some wait for each other.
  func ordered() throws -> [StudyStep] {
    var done: Set<String> = []
    var order: [StudyStep] = []
    while order.count < steps.count {
      let ready = steps.filter { step in
        !done.contains(step.name) && dependencies(of: step).allSatisfy(done.contains)
      }
      guard !ready.isEmpty else {
        let stuck = steps.filter { !done.contains($0.name) }
        throw BatchesError.badStudy(
          path: path, line: stuck.first?.line,
          problem: "these steps wait for each other: "
            + stuck.map(\.name).joined(separator: ", ") + ".")
      }
      order += ready
      done.formUnion(ready.map(\.name))
    }
    return order
  }

  /// Throws for references to nothing, for names of two things, and for circles.
  func checkReferences() throws {
    let known = steps.map(\.name) + variables.keys.sorted()
    func failure(_ line: Int, _ problem: String) -> BatchesError {
      .badStudy(path: path, line: line, problem: problem)
    }
    for step in steps where variables[step.name] != nil {
      throw failure(step.line, "\(step.name) is a variable and a step; rename one.")
    }
    for (name, value) in variables.sorted(by: { $0.key < $1.key })
    where !ReferenceText(value).names.isEmpty {
      throw BatchesError.badStudy(
        path: path, line: nil, problem: "the variable \(name) refers to another: write it out.")
    }
    for step in steps {
      let texts = (step.settings + step.grid).flatMap { setting in
        setting.values.map { (setting.line, $0) }
      }
      let named =
        texts.flatMap { line, text in ReferenceText(text).names.map { (line, $0) } }
        + step.after.map { (step.line, $0) }
      for (line, name) in named where !known.contains(name) {
        let hint = nearestNameHint(for: name, in: known) { "${\($0)}" }
        throw failure(line, "${\(name)} is neither a variable nor a step\(hint)")
      }
    }
    _ = try ordered()
  }
}
