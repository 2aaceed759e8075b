import ArgumentParser
import Batches
import Foundation
import TensorFiles
import TextFiles

/// The study file and what changes it, as every `study` command takes them.
struct StudyOptions: ParsableArguments {
  @Argument(help: "The study: a YAML file.")
  var file: String

  @Argument(help: "Changes: variable=value, step.option=value, seeds=0,1,2.")
  var overrides: [String] = []

  @Option(help: "Handed to every step whose command takes --limit.")
  var limit: Int?

  @Option(
    help: """
      Folder of the steps' results; unless given KNOWABLE_STEPS, or knowable/steps in the user's \
      cache, so that studies in any folder share them.
      """)
  var steps: String?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  /// The study with its changes, checked.
  func study() throws -> StudyFile {
    var study = try StudyFile(path: Self.absolute(file), commands: Self.commands)
    try study.apply(overrides: overrides, commands: Self.commands)
    return study
  }

  /// What the study will run.
  func plan(_ study: StudyFile) throws -> StudyPlan {
    let hashes = ContentHashes(folder: study.folder)
    return try StudyPlan(
      study,
      StudyPlan.Context(
        version: Version.current, commands: Self.commands, limit: limit,
        contentHash: hashes.hash))
  }

  /// Where results are kept.
  var store: StepStore {
    StepStore(
      path: Self.absolute(steps ?? UserCache.folder("steps", variable: "KNOWABLE_STEPS")))
  }

  /// Commands that a step may run.
  static let commands: [CommandDescription] = {
    let left: Set<String> = ["doctor", "manual", "models", "runs", "study", "tokenize"]
    guard let help = try? JSONValue.parse(Knowable._dumpHelp()) else { return [] }
    return CommandDescription.all(inHelp: help).filter { command in
      !left.contains(command.name.split(separator: " ").first.map(String.init) ?? "")
    }
  }()

  private static func absolute(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
  }
}
