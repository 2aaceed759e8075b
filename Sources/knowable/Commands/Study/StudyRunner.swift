import Batches
import Foundation
import Subprocess
import TensorFiles
import TextFiles

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Runs the steps of a plan as commands of this same program, side by side where they may.
struct StudyRunner {
  /// How every step went.
  struct Outcome {
    var done: [PlannedStep] = []
    var reused: [PlannedStep] = []
    var failed: [PlannedStep] = []
    var skipped: [PlannedStep] = []

    var json: JSONValue {
      func ids(_ steps: [PlannedStep]) -> JSONValue { .array(steps.map { .string($0.id) }) }
      return [
        "done": ids(done), "reused": ids(reused), "failed": ids(failed), "skipped": ids(skipped),
      ]
    }
  }

  /// How one step went.
  private enum Ending {
    case done, failed
    /// Another study computed it meanwhile.
    case reused
  }

  let study: StudyFile
  let plan: StudyPlan
  let store: StepStore
  /// The study's run in the catalog.
  let record: String
  let jobs: Int
  let memory: Int
  let common: CommonOptions

  /// Runs until nothing more can begin.
  ///
  /// - Throws: `Interrupted` once the user asked to stop; steps at work end with this process.
  func run() async throws -> Outcome {
    var outcome = Outcome()
    var waiting: [PlannedStep] = []
    for step in plan.steps {
      if store.isDone(step.key) { outcome.reused.append(step) } else { waiting.append(step) }
    }
    var ended = Set(outcome.reused.map(\.key))
    var atWork: [String: PlannedStep] = [:]
    try await withThrowingTaskGroup(of: (key: String, ending: Ending)?.self) { group in
      // Looks for Ctrl-C while steps are at work.
      group.addTask {
        while !Task.isCancelled {
          try Interruption.check()
          try? await Task.sleep(for: .milliseconds(100))
        }
        return nil
      }
      while true {
        let lost = Set((outcome.failed + outcome.skipped).map(\.key))
        for step in waiting where !lost.isDisjoint(with: step.dependencies) {
          outcome.skipped.append(step)
        }
        waiting.removeAll { step in outcome.skipped.contains(step) }
        while let next = waiting.firstIndex(where: { mayBegin($0, ended, atWork) }) {
          let step = waiting.remove(at: next)
          atWork[step.key] = step
          group.addTask { (step.key, try await execute(step)) }
        }
        if atWork.isEmpty, waiting.allSatisfy({ lost.isDisjoint(with: $0.dependencies) }) { break }
        guard let result = try await group.next(), let (key, ending) = result,
          let step = atWork.removeValue(forKey: key)
        else { continue }
        if ending != .failed { ended.insert(key) }
        switch ending {
        case .done: outcome.done.append(step)
        case .reused: outcome.reused.append(step)
        case .failed: outcome.failed.append(step)
        }
      }
      group.cancelAll()
    }
    return outcome
  }

  private func mayBegin(
    _ step: PlannedStep, _ ended: Set<String>, _ atWork: [String: PlannedStep]
  ) -> Bool {
    guard step.dependencies.allSatisfy(ended.contains), atWork.count < jobs else { return false }
    let taken = atWork.values.map(\.memory).reduce(0, +)
    return atWork.isEmpty || taken + step.memory <= memory
  }

  /// Runs one step, unless another process is at it: then its result is waited for.
  private func execute(_ step: PlannedStep) async throws -> Ending {
    var lock = try store.lock(step.key)
    if lock == nil { common.remark("waits   \(step.id): another study is at it") }
    while lock == nil {
      try await Task.sleep(for: .milliseconds(100))
      lock = try store.lock(step.key)
    }
    defer { withExtendedLifetime(lock) {} }
    if store.isDone(step.key) { return .reused }
    return try await compute(step) ? .done : .failed
  }

  /// Runs one step as a process; false when it failed.
  private func compute(_ step: PlannedStep) async throws -> Bool {
    try store.begin(step.key)
    let arguments =
      step.arguments(in: store, studyFolder: study.folder) + ["--json", "--quiet"]
    let line = (["knowable"] + arguments).map(\.quotedForShell).joined(separator: " ")
    common.remark("begins  \(step.id)")
    let start = ContinuousClock.now
    let environment = StudyParent.environment(run: record, step: step.id, key: step.key)
    let result = try FileDescriptor.open(
      FilePath(store.resultFile(of: step.key)), .writeOnly, options: [.create, .truncate],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    let log = try FileDescriptor.open(
      FilePath(store.logFile(of: step.key)), .writeOnly, options: [.create, .truncate],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    let ended = try await Subprocess.run(
      .path(FilePath(Host.executable)), arguments: Arguments(arguments),
      environment: .inherit.updating(
        Dictionary(
          uniqueKeysWithValues: environment.map {
            (Environment.Key(stringLiteral: $0.key), Optional($0.value))
          })),
      input: .none,
      output: .fileDescriptor(result, closeAfterSpawningProcess: true),
      error: .fileDescriptor(log, closeAfterSpawningProcess: true))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard case .exited(0) = ended.terminationStatus else {
      let log = try? String(contentsOfFile: store.logFile(of: step.key), encoding: .utf8)
      let sentence = log ?? ""
      let last =
        sentence.split(separator: "\n").last.map(String.init) ?? "\(ended.terminationStatus)"
      common.remark("fails   \(step.id): \(last)")
      return false
    }
    try store.finish(
      step.key,
      [
        "step": .string(step.step), "id": .string(step.id), "key": .string(step.key),
        "command": .string(line), "version": .string(Version.current),
        "coordinates": .object(
          JSONObject(step.coordinates.map { ($0.name, .string($0.value)) })),
      ])
    common.remark("ends    \(step.id) after \(Decimals.duration(seconds))")
    return true
  }
}
