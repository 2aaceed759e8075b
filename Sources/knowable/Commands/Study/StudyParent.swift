import Foundation

/// A step's link to the study that runs it.
enum StudyParent {
  /// Environment of a step: the study's run, the step's name and its key.
  static let runVariable = "KNOWABLE_STUDY_RUN"
  static let stepVariable = "KNOWABLE_STUDY_STEP"
  static let keyVariable = "KNOWABLE_STUDY_KEY"
  private static let processVariable = "KNOWABLE_STUDY_PROCESS"

  /// A step's run in the catalog: one for a key, so that a repeated step replaces its record.
  static func runID(ofStep key: String) -> String { "step-\(key.prefix(16))" }

  /// The environment of a step.
  static func environment(run: String, step: String, key: String) -> [String: String] {
    [
      runVariable: run, stepVariable: step, keyVariable: key,
      processVariable: String(ProcessInfo.processInfo.processIdentifier),
    ]
  }

  /// Ends this process soon after the study that started it is gone, however it went: the next run
  /// of the study must not meet a step of the last one.
  static func watch() {
    let environment = ProcessInfo.processInfo.environment
    guard let parent = environment[processVariable].flatMap({ Int32($0) }) else { return }
    let thread = Thread {
      while getppid() == parent { usleep(50_000) }
      _exit(137)
    }
    thread.start()
  }
}
