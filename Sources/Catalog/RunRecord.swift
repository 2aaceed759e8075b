public import TextFiles

/// How a run ended, or that it has not.
public enum RunStatus: String, CaseIterable, Sendable {
  /// Begun and not ended; also what a killed run looks like.
  case running
  /// Ended with exit code 0.
  case done
  /// Ended with an error.
  case failed
  /// Stopped by the user.
  case interrupted
}

/// One run of a command: what was asked, where, with which program, and how it ended.
public struct RunRecord: Sendable, Equatable {
  /// Sortable by time of start: date, time and four random digits.
  public var id: String
  /// The run of the study this is a step of.
  public var parent: String?
  /// The step's name in that study.
  public var step: String?
  /// The command, such as `train` or `evidence score`.
  public var command: String
  /// The command line, program first.
  public var arguments: [String]
  /// Every option with the value it had, defaults included.
  public var configuration: JSONObject
  /// The seed; nil when the command has none.
  public var seed: UInt64?
  /// The working directory.
  public var directory: String
  /// The program's version.
  public var version: String
  /// The vector instructions the kernels used.
  public var instructionSet: String
  /// Other facts about the machine.
  public var host: JSONObject
  /// The process, to tell a run at work from one that was killed.
  public var process: Int32
  /// UTC, ISO 8601.
  public var startedAt: String
  /// UTC, ISO 8601; nil while running.
  public var endedAt: String?
  /// How it ended.
  public var status: RunStatus
  /// The exit code; nil while running.
  public var exitCode: Int32?
  /// The sentence the user read when it failed.
  public var message: String?
  /// Number of metrics recorded.
  public var metricCount: Int

  /// A run that has just begun.
  public init(
    id: String, command: String, arguments: [String], configuration: JSONObject, seed: UInt64?,
    directory: String, version: String, instructionSet: String, host: JSONObject, process: Int32,
    startedAt: String, parent: String? = nil, step: String? = nil
  ) {
    (self.id, self.command, self.arguments) = (id, command, arguments)
    (self.configuration, self.seed, self.directory) = (configuration, seed, directory)
    (self.version, self.instructionSet, self.host) = (version, instructionSet, host)
    (self.process, self.startedAt, self.parent, self.step) = (process, startedAt, parent, step)
    (endedAt, status, exitCode, message, metricCount) = (nil, .running, nil, nil, 0)
  }
}

/// How a run ended and what it left.
public struct RunOutcome: Sendable {
  /// How it ended.
  public var status: RunStatus
  /// The exit code.
  public var exitCode: Int32
  /// The sentence the user read when it failed.
  public var message: String?
  /// UTC, ISO 8601.
  public var endedAt: String
  /// What it read and wrote.
  public var artifacts: [Artifact]
  /// What it measured.
  public var metrics: [RecordedMetric]

  /// An outcome.
  public init(
    status: RunStatus, exitCode: Int32, message: String? = nil, endedAt: String,
    artifacts: [Artifact] = [], metrics: [RecordedMetric] = []
  ) {
    (self.status, self.exitCode, self.message) = (status, exitCode, message)
    (self.endedAt, self.artifacts, self.metrics) = (endedAt, artifacts, metrics)
  }
}
