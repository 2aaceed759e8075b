import Foundation
import Subprocess
import TextFiles

/// One run of the built `knowable` command.
struct CommandLineRun {
  let status: TerminationStatus
  let output: String
  let error: String

  /// Exit code; nil when a signal ended the run.
  var code: Int32? { if case .exited(let code) = status { Int32(code) } else { nil } }

  /// Standard output as JSON.
  func json() throws -> JSONValue { try JSONValue.parse(output) }

  /// The command that the tests were built with.
  static let executable: String = {
    let runner = URL(filePath: CommandLine.arguments[0])
    return runner.deletingLastPathComponent().appending(path: "knowable").path(
      percentEncoded: false)
  }()

  /// Runs `knowable` to its end.
  static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Self {
    try await start(arguments, environment: environment) { _ in }
  }

  /// Runs `knowable` under a shell that has set a limit first, such as `ulimit -f 8`.
  static func run(_ arguments: [String], after limit: String) async throws -> Self {
    let result = try await Subprocess.run(
      .path("/bin/bash"),
      arguments: Arguments(["-c", limit + "; exec \"$0\" \"$@\"", executable] + arguments),
      output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
    return Self(
      status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
  }

  /// Runs `knowable`, sends `signal` once `condition` holds, and waits for the end.
  static func run(
    _ arguments: [String], send signal: Signal, when condition: @escaping @Sendable () -> Bool
  ) async throws -> Self {
    let end = ContinuousClock.now + .seconds(60)
    return try await start(arguments, environment: [:]) { send in
      while !condition(), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(2)) }
      // The run may be over already.
      try? send(signal)
    }
  }

  private static func start(
    _ arguments: [String], environment: [String: String],
    during body: @escaping (_ send: (Signal) throws -> Void) async throws -> Void
  ) async throws -> Self {
    let changes = Dictionary(
      environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
    ) { $1 }
    let result = try await Subprocess.run(
      .path(FilePath(executable)), arguments: Arguments(arguments),
      environment: .inherit.updating(changes), input: .none, output: .string(limit: 1 << 24),
      error: .string(limit: 1 << 24)
    ) { execution in
      try await body { try execution.send(signal: $0) }
    }
    return Self(
      status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
  }
}

#if canImport(System)
  import System
#else
  import SystemPackage
#endif
