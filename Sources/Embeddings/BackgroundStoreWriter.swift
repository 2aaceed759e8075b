import Dispatch
import Synchronization

/// Writes shards on another thread while the next one is computed; it holds one shard at a time.
final class BackgroundStoreWriter: Sendable {
  private let writer: Mutex<StoreWriter>
  private let failure = Mutex<(any Error)?>(nil)
  private let queue = DispatchQueue(label: "store writer")

  /// Takes over a store that has been begun.
  init(_ writer: StoreWriter) {
    self.writer = Mutex(writer)
  }

  /// The manifest as of the last shard that was written.
  var manifest: StoreManifest { writer.withLock { $0.manifest } }

  /// Waits for the shard before, then begins to write the next one.
  ///
  /// - Throws: What went wrong with an earlier shard.
  func append(
    _ rows: ScoredRows, documents: [StoredDocument], longerThan context: Int
  ) throws {
    try finish()
    queue.async {
      do {
        try self.writer.withLock {
          try $0.append(rows, documents: documents, longerThan: context)
        }
      } catch {
        self.failure.withLock { $0 = error }
      }
    }
  }

  /// Waits until every shard is written.
  ///
  /// - Throws: What went wrong with one.
  func finish() throws {
    queue.sync {}
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  /// Waits for the last shard and marks the store as finished.
  func complete() throws {
    try finish()
    try writer.withLock { try $0.complete() }
  }
}
