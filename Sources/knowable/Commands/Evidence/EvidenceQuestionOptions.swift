import ArgumentParser
import ConflictingQA
import TensorFiles

/// Questions that are read in further ways, and the folder of their study.
struct EvidenceQuestionOptions: ParsableArguments {
  @Option(help: "Evidence file.")
  var data: String

  @Option(help: "Folder of the study.")
  var output: String

  @Option(help: "Take only this many questions.")
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  /// The questions with documents on both sides.
  func evidence() throws -> EvidenceSet {
    let evidence = try EvidenceSet.load(path: data).twoSided
    guard !evidence.questions.isEmpty else {
      throw BadInput("\(data): no question has documents on both sides.")
    }
    return limit.map { evidence.prefix(questions: $0) } ?? evidence
  }

  /// A file of the study.
  func path(_ name: String) -> String { "\(output)/\(name)" }
}
