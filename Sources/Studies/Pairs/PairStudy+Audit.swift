import Embeddings
import LanguageModels
import Probes
import Statistics
public import Worlds

extension PairStudy {
  /// How far both models are from the exact distributions of a world, by kind of position and by how
  /// often training stated a fact: the mean of KL(p || q), nats a token, with intervals by document.
  ///
  /// - Parameters:
  ///   - world: where the documents come from; their ids are a stream's name and a number, as
  ///     `WorldDocuments` writes them.
  ///   - familiarity: counted over what the small model was trained on.
  ///   - limit: documents that are audited, the first ones.
  /// - Throws: ``ProbesError/badOption(_:)`` without models, or for documents that are not the world's.
  /// - Cost: a forward pass of each model and about 10 microseconds a token for the exact reader.
  public func excesses(
    in world: some World, familiarity: Familiarity, limit: Int = 200
  ) throws -> [PairReport.Excess] {
    guard let models else { throw ProbesError.badOption("An audit needs both models.") }
    let documents = try StoredTexts(store)
    let count = min(limit, pairs.documentIDs.count)
    let texts = (0..<count).map { documents.tokens($0) }
    guard let first = pairs.documentIDs.first, let dash = first.lastIndex(of: "-") else {
      throw notOfWorld(pairs.documentIDs.first ?? "no document")
    }
    let stream = WorldStream(named: String(first[..<dash]))
    let context = min(
      models.small.configuration.contextLength, models.large.configuration.contextLength)
    for (id, tokens) in zip(pairs.documentIDs, texts) {
      let number = id.hasPrefix("\(stream.name)-") ? Int(id.dropFirst(stream.name.count + 1)) : nil
      guard let number, tokens.count <= context,
        world.document(number, of: stream, length: tokens.count).tokens == tokens
      else { throw notOfWorld(id) }
    }
    func audit(_ model: LanguageModel) throws -> [ModelAudit.Row] {
      try ModelAudit(
        of: model, in: world, stream: stream, texts: texts, familiarity: familiarity,
        settings: evaluationSettings
      ).rows
    }
    let (small, large) = (try audit(models.small), try audit(models.large))
    return zip(small, large).map { small, large in
      PairReport.Excess(
        positions: small.group.name, exact: small.exact, small: small.excess, large: large.excess)
    }
  }

  private func notOfWorld(_ id: String) -> ProbesError {
    .badOption(
      "Document \(id) is not one of this world, or is longer than a model's context; write documents "
        + "and truth with `knowable world` from the very same file.")
  }
}
