import TensorFiles
import TextFiles

/// Everything that a study will run, each step after those it waits for.
///
/// A step that refers to one with several runs is itself run once for each; runs of two steps go
/// together where what they have in common agrees.
public struct StudyPlan: Sendable {
  /// What decides the keys besides the study.
  public struct Context {
    /// The program's version.
    public let version: String
    /// What each command takes.
    public let commands: [CommandDescription]
    /// The hash of the file, folder or model that a value of an option names; nil when it names
    /// none.
    public let contentHash: (_ option: String, _ value: String) throws -> String?
    /// Handed to every command that takes `limit` and does not set it.
    public let limit: Int?

    /// A context.
    public init(
      version: String, commands: [CommandDescription], limit: Int? = nil,
      contentHash: @escaping (_ option: String, _ value: String) throws -> String?
    ) {
      (self.version, self.commands, self.limit) = (version, commands, limit)
      self.contentHash = contentHash
    }
  }

  /// Options that name something to write; their values are places in the step's own folder.
  public static let outputOptions: Set<String> = [
    "output", "report", "figures", "page", "csv", "requests",
  ]
  /// Most runs of one study.
  static let largestPlan = 10_000

  /// What is run.
  public let steps: [PlannedStep]

  /// Expands grids and seeds.
  ///
  /// - Throws: ``BatchesError`` for grids that are too large, errors of hashing inputs.
  public init(_ study: StudyFile, _ context: Context) throws {
    var planned: [PlannedStep] = []
    for step in try study.ordered() {
      guard let command = context.commands.first(where: { $0.name == step.command }) else {
        throw BatchesError.badStudy(
          path: study.path, line: step.line, problem: "there is no command \(step.command).")
      }
      let before = study.dependencies(of: step).map { name in
        planned.filter { $0.step == name }
      }
      let tooLarge = BatchesError.badStudy(
        path: study.path, line: step.line,
        problem: "the study has more than \(Self.largestPlan) runs: make a grid smaller.")
      for parents in try Self.combinations(before, tooLarge) {
        for point in try Self.points(step, command, study, parents, tooLarge) {
          planned.append(
            try Self.planned(step, command, study, parents: parents, point: point, context))
          guard planned.count <= Self.largestPlan else { throw tooLarge }
        }
      }
    }
    steps = planned
  }

  /// One run of each earlier step, where what they share agrees; throws before there are too many.
  private static func combinations(
    _ steps: [[PlannedStep]], _ tooLarge: BatchesError
  ) throws -> [[PlannedStep]] {
    try steps.reduce([[]]) { partial, runs in
      var combined: [[PlannedStep]] = []
      for chosen in partial {
        combined += runs.filter { run in
          chosen.allSatisfy { agree($0.coordinates, run.coordinates) }
        }.map { chosen + [$0] }
        guard combined.count <= largestPlan else { throw tooLarge }
      }
      return combined
    }
  }

  private static func agree(
    _ first: [PlannedStep.Coordinate], _ second: [PlannedStep.Coordinate]
  ) -> Bool {
    first.allSatisfy { a in second.allSatisfy { $0.name != a.name || $0.value == a.value } }
  }

  /// The step's own coordinates: every point of its grid, and every seed not yet fixed.
  private static func points(
    _ step: StudyStep, _ command: CommandDescription, _ study: StudyFile, _ parents: [PlannedStep],
    _ tooLarge: BatchesError
  ) throws -> [[PlannedStep.Coordinate]] {
    var axes = step.grid.map { axis in
      axis.values.map {
        PlannedStep.Coordinate(name: "\(step.name).\(axis.option)", value: study.expanded($0))
      }
    }
    let hasSeed = parents.contains { $0.coordinates.contains { $0.name == "seed" } }
    let setsSeed = (step.settings + step.grid).contains { $0.option == "seed" }
    if !study.seeds.isEmpty, !hasSeed, !setsSeed, command.option("seed") != nil {
      axes.append(study.seeds.map { PlannedStep.Coordinate(name: "seed", value: $0) })
    }
    // Counted first: ten short lists already have more combinations than memory holds.
    guard axes.reduce(1, { min($0, largestPlan + 1) * $1.count }) <= largestPlan else {
      throw tooLarge
    }
    return axes.reduce([[]]) { partial, axis in
      partial.flatMap { point in axis.map { point + [$0] } }
    }
  }

  private static func planned(
    _ step: StudyStep, _ command: CommandDescription, _ study: StudyFile, parents: [PlannedStep],
    point: [PlannedStep.Coordinate], _ context: Context
  ) throws -> PlannedStep {
    var coordinates: [PlannedStep.Coordinate] = []
    for coordinate in parents.flatMap(\.coordinates) + point
    where !coordinates.contains(coordinate) { coordinates.append(coordinate) }
    let keys = Dictionary(uniqueKeysWithValues: parents.map { ($0.step, $0.key) })
    var settings = step.settings.map { ($0.option, $0.values.map(study.expanded)) }
    for axis in step.grid {
      let name = "\(step.name).\(axis.option)"
      settings += point.filter { $0.name == name }.map { (axis.option, [$0.value]) }
    }
    func adds(_ option: String, _ value: String?) {
      guard let value, command.option(option) != nil, !settings.contains(where: { $0.0 == option })
      else { return }
      settings.append((option, [value]))
    }
    // A command that writes a file must be told its name; a folder is the step's own.
    if command.option("output")?.namesFile == false { adds("output", ".") }
    adds("seed", coordinates.first { $0.name == "seed" }?.value)
    adds("limit", context.limit.map { String($0) })
    let options = settings.map { name, values in
      PlannedStep.Option(
        name: name, values: values.map { value(of: name, $0, keys) },
        isFlag: command.option(name)?.isFlag ?? false)
    }
    return PlannedStep(
      step: step.name, command: step.command, coordinates: coordinates,
      dependencies: parents.map(\.key), key: try key(step.command, options, context),
      memory: step.memory, options: options)
  }

  private static func value(
    of option: String, _ text: String, _ keys: [String: String]
  ) -> PlannedStep.Value {
    let reference = ReferenceText(text)
    if reference.names.isEmpty {
      return outputOptions.contains(option) ? .output(text) : .plain(text)
    }
    return .results(
      reference.pieces.map { piece in
        if case .reference(let name) = piece { .reference(keys[name] ?? name) } else { piece }
      })
  }

  /// The key: options in the order of their names, so that moving a line changes nothing.
  private static func key(
    _ command: String, _ options: [PlannedStep.Option], _ context: Context
  ) throws -> String {
    let settings = try options.sorted { $0.name < $1.name }.map { option in
      JSONValue.array(
        [.string(option.name)]
          + (try option.values.map { value in
            switch value {
            case .output(let name): return .array(["output", .string(name)])
            case .results(let pieces):
              return .array(
                pieces.map { piece in
                  switch piece {
                  case .text(let text): .string(text)
                  case .reference(let key): .array(["step", .string(key)])
                  }
                })
            case .plain(let text):
              if let hash = try context.contentHash(option.name, text) {
                return .array(["content", .string(hash)])
              }
              return .string(text)
            }
          }))
    }
    let whole: JSONValue = [
      "format": 1, "version": .string(context.version), "command": .string(command),
      "options": .array(settings),
    ]
    return ContentHash.sha256(Array(whole.serialized().utf8))
  }
}
