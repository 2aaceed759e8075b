import Catalog
import Synchronization
import TextFiles

/// What the command at work has measured so far, for the catalog.
enum RunLog {
  private static let collected = Mutex<[RecordedMetric]>([])

  /// Keeps every estimate in a command's result.
  static func add(_ result: JSONValue) {
    let found = RecordedMetric.found(in: result)
    collected.withLock { $0 += found }
  }

  /// Everything kept, in the order reported.
  static var metrics: [RecordedMetric] { collected.withLock { $0 } }
}
