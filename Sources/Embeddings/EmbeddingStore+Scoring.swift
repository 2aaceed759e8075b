public import LanguageModels
public import TensorFiles

extension EmbeddingStore {
  /// Runs a model over documents into a folder and opens the store; where the folder has the finished
  /// store already, nothing is computed.
  ///
  /// - Parameters:
  ///   - path: the store's folder, made where it is missing.
  ///   - documents: what to score, such as `DocumentReader(path: "cities.csv")`.
  ///   - policy: taps, positions and statistics to keep.
  ///   - dtype: type of the stored hidden states.
  ///   - limit: the largest number of documents to take.
  /// - Throws: what `Scorer` and `EmbeddingRun` throw.
  /// - Cost: a forward pass.
  public convenience init(
    path: String, scoring documents: DocumentReader, with model: LanguageModel,
    policy: ScoringPolicy = ScoringPolicy(), dtype: FloatType = .float32, limit: Int? = nil
  ) throws {
    let scorer = try Scorer(model: model, policy: policy)
    _ = try EmbeddingRun(scorer: scorer, dtype: dtype, limit: limit).run(documents, to: path)
    try self.init(path: path)
  }
}
