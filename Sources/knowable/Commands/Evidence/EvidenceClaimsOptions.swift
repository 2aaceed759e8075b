import ArgumentParser
import ConflictingQA
import Foundation
import LanguageModels

/// Who judges whether a text keeps all claims of another one.
struct EvidenceClaimsOptions: ParsableArguments {
  @Option(help: "A model that judges whether rewrites lose or add claims.")
  var claimsJudge: String?

  @Option(help: "Address of an OpenAI-compatible server with log-probabilities that judges claims.")
  var claimsServer: String?

  @Option(help: "The judge's name at its server.")
  var claimsServerModel = "default"

  @Option(help: "How the judge's server is asked: completions or chat.")
  var claimsServerStyle: ServerSettings.Style = .completions

  @Option(help: "Environment variable that holds the judge's key.")
  var claimsKeyVariable = "OPENAI_API_KEY"

  /// Whether there is a judge.
  var isGiven: Bool { claimsJudge != nil || claimsServer != nil }

  func validate() throws {
    if claimsJudge != nil, claimsServer != nil {
      throw ValidationError("Give one of --claims-judge and --claims-server.")
    }
  }

  /// The reader that was asked for; nil for none.
  func reader(_ precision: PrecisionOptions) throws -> (any EvidenceReader)? {
    let template = try ClaimsJudge.template()
    if let claimsServer {
      let key = ProcessInfo.processInfo.environment[claimsKeyVariable]
      return try ServerReader(
        ServerSettings(
          address: claimsServer, model: claimsServerModel, style: claimsServerStyle,
          key: key.flatMap { $0.isEmpty ? nil : $0 }), template: template)
    }
    guard let claimsJudge else { return nil }
    let model = try precision.open(claimsJudge)
    return try EngineReader(model: model, template: template, chat: try model.chatTemplate())
  }
}
