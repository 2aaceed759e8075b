import TensorFiles

/// Every row of a store without its hidden states: a position each, in document order.
public struct StoredPositions: Sendable, Equatable {
  /// Index of the row's document among all documents of the store.
  public internal(set) var document: [Int32] = []
  /// Position in the document; the row is the distribution after tokens 0...position.
  public internal(set) var position: [Int32] = []
  /// The token at that position.
  public internal(set) var token: [Int32] = []
  /// Bytes of the document's UTF-8 text up to the end of the token; -1 where it is not known, for
  /// documents given as token ids and in stores of earlier versions.
  public internal(set) var endByte: [Int32] = []
  /// Entropy of the next-token distribution, nats; empty in a store without statistics.
  public internal(set) var entropy: [Float] = []
  /// Log-probability of the actual next token, nats, NaN at a document's last position; empty in a
  /// store without statistics.
  public internal(set) var logProbability: [Float] = []

  /// Number of rows.
  public var count: Int { token.count }
}

extension EmbeddingStore {
  /// The documents, positions, tokens and statistics of all rows; 16 to 24 bytes a row.
  ///
  /// - Throws: ``EmbeddingsError/badStore(path:problem:)`` for a shard that lacks a column.
  public func positions() throws -> StoredPositions {
    var positions = StoredPositions()
    for shard in manifest.shards where shard.rows > 0 {
      let file = try SafetensorsFile(path: "\(path)/\(shard.file)")
      func column(_ name: String) throws -> TensorView {
        try tensor(name, in: file, shape: [shard.rows])
      }
      positions.document += try column("document").int32s()
      positions.position += try column("position").int32s()
      positions.token += try column("token").int32s()
      positions.endByte +=
        file.contains("end_byte")
        ? try column("end_byte").int32s() : [Int32](repeating: -1, count: shard.rows)
      if manifest.settings.statistics {
        positions.entropy += try column("entropy").floats()
        positions.logProbability += try column("log_probability").floats()
      }
    }
    return positions
  }
}
