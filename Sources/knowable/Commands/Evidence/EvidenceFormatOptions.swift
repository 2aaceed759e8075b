import ArgumentParser
import ConflictingQA

/// What happens to answers off the format.
struct EvidenceFormatOptions: ParsableArguments {
  @Option(
    help: "How pairs whose answers are off the format count in win rates: drop, half or loss.")
  var offFormat: OffFormatPolicy.Treatment = .drop

  @Option(help: "A pair is off-format when less probability than this is on the answers.")
  var offFormatThreshold = 0.5

  func validate() throws {
    if !(0...1).contains(offFormatThreshold) {
      throw ValidationError("--off-format-threshold lies between 0 and 1.")
    }
  }

  var policy: OffFormatPolicy { OffFormatPolicy(offFormat, threshold: offFormatThreshold) }
}
