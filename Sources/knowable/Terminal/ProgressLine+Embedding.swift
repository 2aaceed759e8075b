import Embeddings

extension ProgressLine {
  /// Shows how far a model has read its documents, and how fast.
  ///
  /// - Throws: ``Interrupted`` once Ctrl-C was pressed.
  mutating func advance(to progress: EmbeddingRun.Progress) throws {
    let rate = Double(progress.tokens) / max(elapsed, 1e-3)
    try advance(
      to: progress.documents, skipped: progress.resumedDocuments,
      note: "\(Decimals.text(rate, 0)) tokens/s")
  }
}
