import Calibration
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
    let documents = try PairSide(store)
    let count = min(limit, pairs.documentIDs.count)
    let texts = (0..<count).map { documents.tokens(ofDocument: $0) }
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

  /// The same from a truth file alone: by kind of position, the mean of each model's loss minus that of
  /// the exact distribution on the token that came, with intervals by document.
  ///
  /// One draw a position instead of its whole distribution: right on average, with more noise (which the
  /// intervals hold), and below zero where a model was lucky. Empty without a truth file, without
  /// surprisals in it, and for models of different tokenizers.
  public func estimatedExcesses() -> [PairReport.Excess] {
    guard let small = truth?.truth?.excessLoss, let large = largeTruth?.truth?.excessLoss,
      let truth, small.count == truth.count, large.count == truth.count
    else { return [] }
    let kinds = truth.truth?.kind ?? []
    // A document's last position has no next token.
    let places = truth.rows.indices.filter { small[$0].isFinite && large[$0].isFinite }
    let groups = Dictionary(grouping: places) { kinds.isEmpty ? "all" : kinds[$0].rawValue }
    return groups.sorted { $0.key < $1.key }.map { name, places in
      let bootstrap = ClusterBootstrap(
        clusters: Clusters(places.map { Int(truth.document[$0]) }),
        resamples: evaluationSettings.resamples, seed: evaluationSettings.seed)
      func mean(_ values: [Float]) -> Estimate {
        bootstrap.mean(of: places.map { Double(values[$0]) })
      }
      return PairReport.Excess(
        positions: name, exact: mean(truth.largeEntropy), small: mean(small), large: mean(large))
    }
  }

  private func notOfWorld(_ id: String) -> ProbesError {
    .badOption(
      "Document \(id) is not one of this world, or is longer than a model's context; write documents "
        + "and truth with `knowable world` from the very same file.")
  }
}
