public import Embeddings
public import Probes

extension PairStudy {
  /// Computes the Jensen-Shannon divergence of both models at every position, for regressions on it:
  /// over the shared vocabulary, or, where tokenizers differ, over the next byte of the text.
  ///
  /// - Parameter documents: the documents in order; read only where tokenizers differ.
  /// - Throws: ``ProbesError/badOption(_:)`` without models, what `ModelPair.divergences` throws.
  public mutating func addDivergence(
    documents: () throws -> Document?, monitor: ProbeMonitor = ProbeMonitor()
  ) throws {
    guard let models else {
      throw ProbesError.badOption("A Jensen-Shannon divergence needs both models.")
    }
    let total = pairs.documentIDs.count
    pairs.divergence = try models.divergences(
      at: pairs, of: PairSide(store), documents: documents
    ) { try monitor.advance(.judging, $0, of: total, "documents for the divergence") }
  }
}
