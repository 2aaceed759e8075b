import ArgumentParser
import Charts
import ConflictingQA
import Foundation
import LanguageModels
import TensorFiles
import TextFiles

/// Who rewrites texts, and how.
struct EvidenceWriterOptions: ParsableArguments {
  @Option(help: "A model that rewrites texts, best not the one under study.")
  var writer: String?

  @Option(help: "Address of an OpenAI-compatible server that rewrites texts; key as for --server.")
  var writerServer: String?

  @Option(help: "The writer's name at its server.")
  var writerServerModel = "default"

  @Option(help: "Environment variable that holds the writer's key.")
  var writerKeyVariable = "OPENAI_API_KEY"

  @Option(help: "File of rewrites by a language model.")
  var rewrites: String?

  @Option(help: "Rewrites divided by commas, or all.")
  var rewriteList = "all"

  @Option(help: "How often a text is asked for; from the second time on with what was wrong.")
  var writerAttempts = 2

  @Option(help: "Write the requests for rewrites to this file and stop.")
  var requests: String?

  /// Whether there is someone or something that rewrites.
  var isGiven: Bool { [writer, writerServer, rewrites].contains { $0 != nil } }

  func validate() throws {
    if writerAttempts < 1 { throw ValidationError("--writer-attempts must be at least 1.") }
    if [writer, writerServer, rewrites].compactMap({ $0 }).count > 1 {
      throw ValidationError("Give one of --writer, --writer-server and --rewrites.")
    }
    _ = try chosen()
  }

  /// The rewrites that were asked for, with their placebo.
  func chosen() throws -> [EvidenceRewrite] {
    let all = EvidenceRewrite.catalogue
    if rewriteList == "all" { return all }
    let names = rewriteList.listed
    let known = all.map(\.id)
    for name in names where !known.contains(name) {
      throw ValidationError(
        "There is no rewrite \(name): choose among \(known.joined(separator: ", "))"
          + nearestNameHint(for: name, in: known))
    }
    return all.filter { names.contains($0.id) || $0.family == .placebo }
  }

  /// The writer that was asked for, its texts kept in the folder of the study; nil for none.
  func open(_ study: EvidenceQuestionOptions, quiet: Bool) throws -> (any Rewriter)? {
    if let rewrites { return try RecordedRewriter(path: rewrites) }
    guard let writer = try live() else { return nil }
    let progress = PromptProgress("Writing:", unit: "texts", quiet: quiet)
    return try StoredRewriter(writer, path: study.path("rewrites.jsonl")) { try progress.add($0) }
  }

  private func live() throws -> (any Rewriter)? {
    if let writerServer {
      let key = ProcessInfo.processInfo.environment[writerKeyVariable]
      return try ServerWriter(
        ServerSettings(
          address: writerServer, model: writerServerModel,
          key: key.flatMap { $0.isEmpty ? nil : $0 }))
    }
    guard let writer else { return nil }
    let model = try LanguageModel.open(path: ModelLibrary.resolve(writer))
    return try EngineWriter(model: model, chat: model.chatTemplate())
  }

  /// Writes what would be asked, a line a text.
  func writeRequests(_ design: EditDesign, to path: String) throws {
    try Folder.make(holding: path)
    let rewrites = try chosen()
    try AtomicFile.write(path: path) { sink in
      for rewrite in rewrites {
        for subject in design.subjects {
          let request = rewrite.request(for: subject.document, question: subject.question)
          let line: JSONValue = [
            "document": .string(request.documentID), "rewrite": .string(request.rewriteID),
            "prompt": .string(request.prompt),
          ]
          try sink.write(line: line)
        }
      }
    }
  }
}

extension [EditTrial] {
  /// What became of rewrites, for a terminal; empty without any.
  var gatesText: String {
    guard !isEmpty else { return "" }
    var table = TextTable(
      [("rewrite", .left), ("what was asked", .left), ("texts", .right), ("taken", .right)]
        + RewriteFailure.Gate.allCases.map { ($0.rawValue, .right) })
    for trial in self {
      table.add(
        [trial.edit.id, trial.edit.title, "\(trial.documents.count)", "\(trial.count(.passed))"]
          + RewriteFailure.Gate.allCases.map { gate in
            trial.isJudged(gate) ? "\(trial.failedGates[gate, default: 0])" : "-"
          })
    }
    return
      "\nTexts refused, gate by gate (a text may fail several; side and claims are asked last):\n"
      + table.text
  }
}
