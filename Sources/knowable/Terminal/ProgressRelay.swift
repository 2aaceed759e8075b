import Probes
import Synchronization

/// Carries the progress of a training, which may come from several threads, to one line.
final class ProgressRelay: Sendable {
  private let latest = Mutex<ProgressLine?>(nil)

  /// Runs `body` with a monitor that draws on `line` and stops at Ctrl-C.
  func follow<Result>(
    _ line: inout ProgressLine, _ body: (ProbeMonitor) throws -> Result
  ) throws -> Result {
    latest.withLock { $0 = line }
    defer { latest.withLock { line = $0 ?? line } }
    let monitor = ProbeMonitor(
      progress: { progress in
        self.latest.withLock { line in
          let (stage, step) = (progress.stage.rawValue, progress.detail)
          line?.show("\(stage) \(progress.completed) of \(progress.total) \(step)")
        }
      }, isCancelled: { Interruption.isRequested })
    do {
      return try body(monitor)
    } catch ProbesError.cancelled {
      throw Interrupted()
    }
  }
}
