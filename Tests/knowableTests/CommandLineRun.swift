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

  /// Runs are recorded only where a test asks for a catalog.
  private static let environment = Environment.inherit.updating(["KNOWABLE_CATALOG": "off"])

  /// Runs `knowable` to its end.
  static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Self {
    let changes = Dictionary(
      environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
    ) { $1 }
    let result = try await Subprocess.run(
      .path(FilePath(executable)), arguments: Arguments(arguments),
      environment: Self.environment.updating(changes), output: .string(limit: 1 << 24),
      error: .string(limit: 1 << 24))
    return Self(
      status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
  }

  /// Runs `knowable` under a shell that has set a limit first, such as `ulimit -f 8`.
  static func run(_ arguments: [String], after limit: String) async throws -> Self {
    let result = try await Subprocess.run(
      .path("/bin/bash"),
      arguments: Arguments(["-c", limit + "; exec \"$0\" \"$@\"", executable] + arguments),
      environment: environment, output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
    return Self(
      status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
  }

  /// Runs `knowable` and sends it `signal`, a name such as `KILL`, as soon as `file` exists. The code
  /// is 128 + the signal's number when the signal ended the run.
  ///
  /// A shell does the waiting: the tests' own threads may be busy with other tests.
  static func run(
    _ arguments: [String], send signal: String, once file: String
  ) async throws -> Self {
    let script = """
      "$0" "${@:3}" & while [ ! -e "$2" ] && kill -0 $!; do sleep 0.005; done
      kill -s "$1" $!; wait $!
      """
    let result = try await Subprocess.run(
      .path("/bin/bash"),
      arguments: Arguments(["-c", script, executable, signal, file] + arguments),
      environment: environment, output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
    return Self(
      status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
  }

  /// Runs `knowable` and kills it after some seconds, unless it has ended by then.
  static func run(_ arguments: [String], killedAfter seconds: Double) async throws -> Self {
    let script = """
      "$0" "${@:2}" & child=$!
      (sleep "$1"; kill -s KILL $child) 2>/dev/null & wait $child
      """
    let result = try await Subprocess.run(
      .path("/bin/bash"),
      arguments: Arguments(["-c", script, executable, String(seconds)] + arguments),
      environment: environment, output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
    return Self(
      status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
  }
}

#if canImport(System)
  import System
#else
  import SystemPackage
#endif
