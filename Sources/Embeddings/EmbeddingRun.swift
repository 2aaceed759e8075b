import LanguageModels
public import TensorFiles

/// Scores the documents of a file into a store, shard by shard; the same call continues a run that
/// was stopped or killed and ends with the same bytes as one that was not.
public struct EmbeddingRun: Sendable {
  /// How far a run is.
  public struct Progress: Sendable, Equatable {
    /// Documents scored: of finished shards, and of the one under way in proportion to its tokens.
    public var documents = 0
    /// Tokens that went through the model in this call.
    public var tokens = 0
    /// Documents that earlier calls had finished.
    public var resumedDocuments = 0
  }

  /// A shard ends when its hidden states reach this many bytes, or its tokens or documents these
  /// numbers: a kill costs at most that much work, and memory stays flat.
  static let shardBytes = 64 << 20
  static let shardTokens = 1 << 16
  static let shardDocuments = 1 << 13

  private let scorer: Scorer
  private let dtype: FloatType
  private let limit: Int?

  /// A run with a scorer; `limit` is the largest number of documents to take from the input.
  public init(scorer: Scorer, dtype: FloatType, limit: Int? = nil) {
    self.scorer = scorer
    self.dtype = dtype
    self.limit = limit
  }

  /// Scores `documents` into the folder `path`, creating it where needed.
  ///
  /// - Parameter progress: Called after every batch and every resumed shard; throw to stop. What was
  ///   finished stays.
  /// - Returns: The complete manifest.
  /// - Throws: ``EmbeddingsError``, errors of the reader and of the file system, and what `progress`
  ///   throws.
  public func run(
    _ documents: DocumentReader, to path: String,
    progress report: (Progress) throws -> Void = { _ in }
  ) throws -> StoreManifest {
    var source = LimitedDocuments(reader: documents, limit: limit)
    let store = try StoreWriter(path: path, manifest: try emptyManifest())
    var progress = Progress()
    try resume(&source, store, &progress, report)
    if store.manifest.isComplete {
      guard try source.next() == nil else {
        throw EmbeddingsError.storeMismatch(
          path: path, problem: "it is complete, but the input has more documents now")
      }
      return store.manifest
    }
    let writer = BackgroundStoreWriter(store)
    do {
      try score(&source, writer, &progress, report)
    } catch {
      // The shard being written is finished work: it is kept before the error goes on its way.
      try writer.finish()
      throw error
    }
    guard progress.documents > 0 else {
      throw EmbeddingsError.noDocuments(path: documents.path)
    }
    try writer.complete()
    return writer.manifest
  }

  /// Scores what is left of the input, shard by shard; each is written while the next is computed.
  private func score(
    _ source: inout LimitedDocuments, _ writer: BackgroundStoreWriter, _ progress: inout Progress,
    _ report: (Progress) throws -> Void
  ) throws {
    let runtime = scorer.model.makeRuntime()
    while let shard = try nextShard(&source) {
      let (finished, total) = (progress.documents, scorer.tokens(of: shard.documents))
      var done = 0
      let rows = try scorer.score(shard.documents, runtime: runtime) { tokens in
        done += tokens
        progress.tokens += tokens
        progress.documents = finished + shard.stored.count * done / total
        try report(progress)
      }
      try writer.append(rows, documents: shard.stored, longerThan: scorer.contextLength)
      progress.documents = finished + shard.stored.count
      try report(progress)
    }
  }

  /// Reads past the documents of finished shards, checking that they are the same documents.
  private func resume(
    _ source: inout LimitedDocuments, _ store: StoreWriter, _ progress: inout Progress,
    _ report: (Progress) throws -> Void
  ) throws {
    for shard in store.manifest.shards {
      for stored in try store.documents(of: shard) {
        guard let document = try source.next() else {
          throw EmbeddingsError.storeMismatch(
            path: store.path, problem: "the input ends before document \(stored.id) of the store")
        }
        guard document.id == stored.id, document.content.sha256 == stored.sha256 else {
          throw EmbeddingsError.storeMismatch(
            path: store.path, problem: "document \(document.id) is not the one stored at its place")
        }
      }
      progress.documents += shard.documents
      progress.resumedDocuments += shard.documents
      try report(progress)
    }
  }

  private struct PendingShard {
    var documents: [TokenizedDocument] = []
    var stored: [StoredDocument] = []
  }

  /// Tokenizes documents until they fill a shard; nil at the end of the input.
  private func nextShard(_ source: inout LimitedDocuments) throws -> PendingShard? {
    let policy = scorer.policy
    let rowBytes = policy.taps.count * scorer.model.configuration.width * dtype.size
    var shard = PendingShard()
    var rows = 0
    var tokens = 0
    while rows * rowBytes < Self.shardBytes, tokens < Self.shardTokens,
      shard.documents.count < Self.shardDocuments, let document = try source.next()
    {
      let tokenized = try TokenizedDocument(
        document, for: scorer.model, beginningOfText: policy.beginningOfText)
      shard.documents.append(tokenized)
      shard.stored.append(
        StoredDocument(
          id: document.id, row: document.row, sha256: document.content.sha256,
          tokens: tokenized.tokens.count,
          lastToken: tokenized.tokens.last.flatMap { scorer.model.tokenizer?.text(of: $0) }))
      tokens += tokenized.tokens.count
      rows += policy.positions == .last ? min(1, tokenized.tokens.count) : tokenized.tokens.count
    }
    return shard.documents.isEmpty ? nil : shard
  }

  private func emptyManifest() throws -> StoreManifest {
    let (model, policy) = (scorer.model, scorer.policy)
    return StoreManifest(
      model: StoreManifest.Model(
        name: model.name, architecture: model.configuration.architecture.rawValue,
        fingerprint: try model.fingerprint(), layers: model.configuration.layers,
        width: model.configuration.width,
        vocabularySize: model.configuration.vocabularySize),
      settings: StoreManifest.Settings(
        taps: policy.taps.map(\.name), dtype: dtype, positions: policy.positions.rawValue,
        statistics: policy.statistics, topK: policy.statistics ? policy.topK : 0,
        beginningOfText: policy.beginningOfText.rawValue, contextLength: scorer.contextLength,
        stride: scorer.stride, batchTokens: policy.batchTokens, precision: model.precision.rawValue)
    )
  }
}

/// The first documents of a file.
private struct LimitedDocuments {
  var reader: DocumentReader
  var limit: Int?

  mutating func next() throws -> Document? {
    if let limit {
      guard limit > 0 else { return nil }
      self.limit = limit - 1
    }
    return try reader.next()
  }
}
