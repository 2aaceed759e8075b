import ArgumentParser
import Foundation
import LinearAlgebra

/// The command line: parses, calls the libraries, formats their values.
@main
struct Knowable: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "knowable",
    abstract: "Probe a frozen language model: when it is unsure, is it ignorance or chance?",
    discussion: """
      The short way from statements to a calibrated probe:

        knowable models pull smollm2-135m-instruct
        knowable embed --model smollm2-135m-instruct --input data/statements/cities.csv \\
          --text-column statement --position last --taps all --output cities.store
        knowable train --store cities.store --labels data/statements/cities.csv \\
          --group group --sweep --output cities.probe
        knowable evaluate --probe cities.probe --store cities.store \\
          --labels data/statements/cities.csv --group group --report report.html

      Exit codes: 0 done, 1 failed, 2 usage, 3 bad input, 130 interrupted.
      """,
    version: Version.current,
    subcommands: [
      DoctorCommand.self, ModelsCommand.self, TokenizeCommand.self, ScoreTextCommand.self,
      EmbedCommand.self, TrainCommand.self, EvaluateCommand.self, PairCommand.self,
      TransferCommand.self, LabelCommand.self, ICLTCommand.self, AtlasCommand.self,
      AnnotateCommand.self, WorldCommand.self, PretrainCommand.self, EvidenceCommand.self,
      HedgeCommand.self, StudyCommand.self, RunsCommand.self, ManualCommand.self,
    ])

  static func main() async {
    ThreadPriority.inherit()
    Interruption.watch()
    StudyParent.watch()
    var recorder: RunRecorder?
    do {
      var command = try parseAsRoot()
      recorder = RunRecorder(command)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      recorder?.finish(.ended(0))
    } catch {
      leave(after: error, recorder)
    }
  }

  /// Prints the sentence of an error and ends with the exit code that goes with it.
  private static func leave(after error: any Error, _ recorder: RunRecorder?) -> Never {
    let status = ExitStatus(of: error)
    recorder?.finish(status)
    switch status {
    case .help: Terminal.write(fullMessage(for: error) + "\n")
    case .usage: Terminal.writeError(fullMessage(for: error) + "\n")
    case .ended: break
    case .interrupted, .badInput, .failed:
      Terminal.writeError(status.sentence.map { "\($0)\n" } ?? "")
    }
    Foundation.exit(status.code)
  }
}
