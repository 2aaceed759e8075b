import ArgumentParser
import LinearAlgebra
import TextFiles

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
  @Flag(name: .long, help: "Print the result as JSON on standard output.")
  var json = false

  @Option(name: .long, help: "Seed of everything random: splits, bootstrap, baselines.")
  var seed: UInt64 = 0

  @Flag(name: [.short, .long], help: "No progress and no remarks on standard error.")
  var quiet = false

  @Option(name: .long, help: "Threads to use; all cores unless given. Results do not change.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
  }

  /// Applies what concerns the whole process.
  func apply() {
    if let threads { BLAS.threads = threads }
  }

  /// A remark on standard error.
  func remark(_ text: String) {
    if !quiet { Terminal.writeError(text + "\n") }
  }

  /// Prints a result, as JSON when that was asked for, and keeps its metrics for the catalog.
  func show(_ result: JSONValue, text: @autoclosure () -> String) {
    RunLog.add(result)
    if json { print(result) } else { Terminal.write(text()) }
  }

  /// Prints a JSON result, indented.
  func print(_ value: JSONValue) { Terminal.write(value.serialized(pretty: true) + "\n") }
}
