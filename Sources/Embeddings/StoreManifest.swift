public import TensorFiles
import TextFiles

/// What a store's `manifest.json` says: model, settings, and a line for each finished shard.
///
/// It holds no time and no machine, so the same command gives the same bytes anywhere.
public struct StoreManifest: Sendable, Equatable {
  /// The version of the store's layout that this code writes and reads.
  public static let schemaVersion = 1
  static let schema = "knowable.store"

  /// Which model made the numbers.
  public struct Model: Sendable, Equatable {
    /// Name of the model's file or folder.
    public let name: String
    /// Architecture, e.g. `llama`.
    public let architecture: String
    /// SHA-256 over weights, configuration and tokenizer.
    public let fingerprint: String
    /// Number of blocks.
    public let layers: Int
    /// Width of the residual stream.
    public let width: Int
    /// Number of tokens in the vocabulary.
    public let vocabularySize: Int
  }

  /// How the documents were scored.
  public struct Settings: Sendable, Equatable {
    /// Names of the taps, in model order.
    public let taps: [String]
    /// Element type of the taps.
    public let dtype: FloatType
    /// `all` or `last`.
    public let positions: String
    /// Whether entropy, log-probability, rank and top tokens are kept.
    public let statistics: Bool
    /// Number of top tokens a position.
    public let topK: Int
    /// Beginning-of-text policy.
    public let beginningOfText: String
    /// Longest sequence the model saw.
    public let contextLength: Int
    /// New positions of each further window of a long document.
    public let stride: Int
    /// Tokens that went through the model together.
    public let batchTokens: Int
    /// Precision of the matrix products.
    public let precision: String
  }

  /// One finished shard.
  public struct Shard: Sendable, Equatable {
    /// Name of the safetensors file.
    public let file: String
    /// Its SHA-256.
    public let sha256: String
    /// Name of the JSON lines file with the shard's documents.
    public let documentsFile: String
    /// Its SHA-256.
    public let documentsSHA256: String
    /// Documents in the shard, those without tokens included.
    public let documents: Int
    /// Rows: kept positions.
    public let rows: Int
    /// Tokens of the documents.
    public let tokens: Int
    /// Documents without a token; they have no row.
    public let emptyDocuments: Int
    /// Documents that were cut into windows because they are longer than the context.
    public let longDocuments: Int
  }

  /// The model.
  public let model: Model
  /// The settings.
  public let settings: Settings
  /// Finished shards in document order.
  public internal(set) var shards: [Shard] = []
  /// Whether every document of the input is in a shard.
  public internal(set) var isComplete = false

  init(model: Model, settings: Settings) {
    self.model = model
    self.settings = settings
  }

  /// Documents in all shards.
  public var documents: Int { shards.reduce(0) { $0 + $1.documents } }
  /// Rows in all shards.
  public var rows: Int { shards.reduce(0) { $0 + $1.rows } }
  /// Tokens in all shards.
  public var tokens: Int { shards.reduce(0) { $0 + $1.tokens } }
  /// Documents without a token.
  public var emptyDocuments: Int { shards.reduce(0) { $0 + $1.emptyDocuments } }
  /// Documents longer than the context.
  public var longDocuments: Int { shards.reduce(0) { $0 + $1.longDocuments } }
}
