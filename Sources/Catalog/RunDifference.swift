import TextFiles

/// A reason why two runs may differ, in the order in which a reader should look.
public struct RunDifference: Sendable, Equatable {
  /// What kind of reason it is; earlier cases come first.
  public enum Kind: String, CaseIterable, Sendable {
    /// The commands are not the same.
    case command
    /// An input has other bytes.
    case data
    /// An option has another value.
    case configuration
    /// The seeds are not the same.
    case seed
    /// The models are not the same.
    case model
    /// The program's versions are not the same.
    case version
    /// The kernels used other vector instructions, which changes the last bits.
    case instructionSet
  }

  /// What kind of reason it is.
  public let kind: Kind
  /// The option, file or fact, such as `band`.
  public let name: String
  /// Its value in the first run.
  public let first: String
  /// Its value in the second run.
  public let second: String
  /// Where the files differ first, when both are still as they were; nil otherwise.
  public let place: String?

  init(_ kind: Kind, _ name: String, _ first: String, _ second: String, place: String? = nil) {
    (self.kind, self.name, self.first, self.second) = (kind, name, first, second)
    self.place = place
  }

  /// All differences of two runs, the first cause first.
  ///
  /// Options that name inputs, models or outputs count by content, not by path.
  public static func all(
    _ first: (run: RunRecord, artifacts: [Artifact]),
    _ second: (run: RunRecord, artifacts: [Artifact])
  ) -> [RunDifference] {
    var found: [RunDifference] = []
    if first.run.command != second.run.command {
      found.append(RunDifference(.command, "command", first.run.command, second.run.command))
    }
    found += files(.input, as: .data, first.artifacts, second.artifacts)
    let paths = Set((first.artifacts + second.artifacts).map(\.name))
    found += options(first.run.configuration, second.run.configuration, without: paths)
    if first.run.seed != second.run.seed {
      func text(_ seed: UInt64?) -> String { seed.map { String($0) } ?? "none" }
      found.append(
        RunDifference(.seed, "seed", text(first.run.seed), text(second.run.seed)))
    }
    found += files(.model, as: .model, first.artifacts, second.artifacts)
    if first.run.version != second.run.version {
      found.append(RunDifference(.version, "version", first.run.version, second.run.version))
    }
    if first.run.instructionSet != second.run.instructionSet {
      found.append(
        RunDifference(
          .instructionSet, "instruction set", first.run.instructionSet,
          second.run.instructionSet))
    }
    return found
  }

  private static func files(
    _ role: Artifact.Role, as kind: Kind, _ first: [Artifact], _ second: [Artifact]
  ) -> [RunDifference] {
    func named(_ artifacts: [Artifact]) -> [String: [Artifact]] {
      Dictionary(grouping: artifacts.filter { $0.role == role }, by: \.name)
    }
    let (left, right) = (named(first), named(second))
    return Set(left.keys).union(right.keys).sorted().flatMap { name -> [RunDifference] in
      let (ours, theirs) = (left[name] ?? [], right[name] ?? [])
      if ours.map(\.sha256) == theirs.map(\.sha256) { return [] }
      guard let a = ours.first, let b = theirs.first, ours.count == 1, theirs.count == 1 else {
        return [
          RunDifference(kind, name, "\(ours.count) files", "\(theirs.count) files")
        ]
      }
      return [RunDifference(kind, name, a.path, b.path, place: firstDifferingLine(a, b))]
    }
  }

  private static func options(
    _ first: JSONObject, _ second: JSONObject, without paths: Set<String>
  ) -> [RunDifference] {
    let keys = first.keys + second.keys.filter { first[$0] == nil }
    return keys.compactMap { key in
      guard !paths.contains(key), key != "seed", first[key] != second[key] else { return nil }
      func text(_ value: JSONValue?) -> String {
        value.map { $0.string ?? $0.serialized() } ?? "not set"
      }
      return RunDifference(.configuration, key, text(first[key]), text(second[key]))
    }
  }

  private static func firstDifferingLine(_ first: Artifact, _ second: Artifact) -> String? {
    guard first.condition == .intact, second.condition == .intact,
      var left = try? TextLines(path: first.path), var right = try? TextLines(path: second.path)
    else { return nil }
    while true {
      let (a, b) = (try? left.next(), try? right.next())
      // Blank lines are skipped, so that the two may stand in different lines; the earlier one counts.
      guard let line = [a?.line, b?.line].compactMap(\.self).min() else { return nil }
      if a?.line != b?.line || a?.text != b?.text { return "line \(line)" }
    }
  }
}
