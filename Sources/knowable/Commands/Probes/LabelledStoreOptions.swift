import ArgumentParser
import Embeddings
import LanguageModels
import Probes
import TensorFiles

/// A store and the labels of its documents.
struct LabelledStoreOptions: ParsableArguments {
  @Option(help: "Folder of the store that `knowable embed` wrote.")
  var store: String

  @Option(help: "CSV file with the labels, often the very file that was embedded.")
  var labels: String

  @Option(help: "Column with the documents' ids; without it rows are counted.")
  var idColumn = "id"

  /// Opens and checks both, and says which token the probe reads.
  func open(label: String, group: String?, _ common: CommonOptions) throws -> StoreExamples {
    let store = try EmbeddingStore(path: store)
    try store.verify()
    let examples = try StoreExamples(
      store: store, labels: labels, label: label, group: group, id: idColumn)
    if examples.emptyDocuments > 0 {
      common.remark("\(examples.emptyDocuments) documents without a token were left out.")
    }
    common.remark(probedTokens(examples.lastTokens))
    return examples
  }

  /// The examples' features, for heads too: their inputs are put together from the store, and from the
  /// model where they are computed.
  func features(of examples: StoreExamples, model: String?) throws -> HeadFeatures {
    let store = examples.features.store
    let opened = try model.map { try LanguageModel.open(path: ModelLibrary.resolve($0)) }
    if let opened, try opened.fingerprint() != store.manifest.model.fingerprint {
      throw BadInput("\(opened.name) is not the model that \(store.path) was made with.")
    }
    return HeadFeatures(store, rows: try examples.features.rowNumbers(), model: opened)
  }

  /// Where the numbers come from, for the probe's file.
  func source(of examples: StoreExamples) throws -> ProbeSource {
    let model = examples.features.store.manifest.model
    return ProbeSource(
      modelName: model.name, modelFingerprint: model.fingerprint, position: "last token",
      files: [
        NamedValue("Labels \(labels.lastPathPart)", try ContentHash.sha256(file: labels)),
        NamedValue(
          "Store \(store.lastPathPart)", try ContentHash.sha256(file: store + "/manifest.json")),
      ],
      versions: [NamedValue("knowable", Version.current)])
  }

  /// "The probe reads the last token: "." in 1,494 of 1,496 statements."
  private func probedTokens(_ tokens: [String]) -> String {
    var counts: [String: Int] = [:]
    for token in tokens { counts[token, default: 0] += 1 }
    let common = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
    let shown = common.map { "\"\(ScoredToken.visible($0.key))\" in \($0.value)" }
    return
      "The probe reads the last token: \(shown.joined(separator: ", ")) of \(tokens.count) texts."
  }
}
