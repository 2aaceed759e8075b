import ArgumentParser
import CKernels
import Catalog
import Foundation
import Probes
import TextFiles

/// Writes the run of a command into the catalog, before and after.
///
/// The catalog is `.knowable/catalog.sqlite` in the working directory; `KNOWABLE_CATALOG` names
/// another file, or is `off`. A result never depends on it: what cannot be recorded is a remark.
struct RunRecorder {
  /// Commands that only look.
  private static let unrecorded: Set<String> = [
    "doctor", "manual", "models", "tokenize", "runs", "study",
  ]

  /// Where the catalog is; nil when nothing is recorded.
  static var path: String? {
    switch ProcessInfo.processInfo.environment["KNOWABLE_CATALOG"] {
    case "off": nil
    case let path? where !path.isEmpty: path
    default: ".knowable/catalog.sqlite"
    }
  }

  /// The catalog, when there is one already and it can be used.
  static var existing: Catalog? {
    guard let path, FileManager.default.fileExists(atPath: path) else { return nil }
    return try? Catalog(path: path)
  }

  private let catalog: Catalog
  private let run: RunRecord
  private let files: RunFiles
  private let inputs: [Artifact]

  /// Records that a command begins; nil when it is not one to record.
  init?(_ command: any ParsableCommand) {
    let name = Self.name(of: CommandLine.arguments.dropFirst())
    guard let path = Self.path, let first = name.split(separator: " ").first,
      !Self.unrecorded.contains(String(first)),
      type(of: command).configuration.subcommands.isEmpty
    else { return nil }
    let options = ResolvedOptions(of: command)
    let environment = ProcessInfo.processInfo.environment
    do {
      catalog = try Catalog(path: path)
      files = RunFiles(options)
      inputs = try files.inputs(catalog)
      run = RunRecord(
        here: environment[StudyParent.keyVariable].map(StudyParent.runID) ?? Self.newID(),
        command: name, arguments: CommandLine.arguments, configuration: options.values,
        parent: environment[StudyParent.runVariable], step: environment[StudyParent.stepVariable])
      try catalog.begin(run)
    } catch {
      Terminal.writeError("This run is not recorded: \(error)\n")
      return nil
    }
  }

  /// Records how the command ended.
  func finish(_ end: ExitStatus) {
    let status: RunStatus =
      end.isInterruption ? .interrupted : end.code == 0 ? .done : .failed
    do {
      try catalog.finish(
        run.id,
        RunOutcome(
          status: status, exitCode: end.code, message: end.sentence, endedAt: RunRecord.now(),
          artifacts: inputs + (try files.outputs(catalog)), metrics: RunLog.metrics))
    } catch {
      Terminal.writeError("The end of this run is not recorded: \(error)\n")
    }
  }

  /// The command's words, such as `train` or `evidence score`.
  private static func name(of arguments: ArraySlice<String>) -> String {
    var commands = Knowable.configuration.subcommands
    var words: [String] = []
    for argument in arguments {
      guard let next = commands.first(where: { $0._commandName == argument }) else { break }
      words.append(argument)
      commands = next.configuration.subcommands
    }
    return words.joined(separator: " ")
  }

  private static func newID() -> String {
    let digits = String(UInt16.random(in: .min ... .max), radix: 16)
    let time = RunRecord.now().prefix(19).filter { $0.isNumber || $0 == "T" }
    return "\(time)-" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension RunRecord {
  /// A run of this program, on this machine, in this folder, that begins now.
  init(
    here id: String, command: String, arguments: [String], configuration: JSONObject,
    parent: String? = nil, step: String? = nil
  ) {
    self.init(
      id: id, command: command, arguments: arguments, configuration: configuration,
      seed: configuration["seed"]?.string.flatMap { UInt64($0) },
      directory: FileManager.default.currentDirectoryPath, version: Version.current,
      instructionSet: String(cString: kn_cpu_features()),
      host: JSONObject(Host.facts.map { ($0.name, .string($0.value)) }),
      process: ProcessInfo.processInfo.processIdentifier, startedAt: Self.now(), parent: parent,
      step: step)
  }

  /// The time, UTC, ISO 8601 with fractions of a second.
  static func now() -> String {
    Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}
