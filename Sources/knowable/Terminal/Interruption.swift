import Foundation
import Synchronization

/// Ctrl-C: the first one asks long work to stop at the next safe place, the second one ends at once.
enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Starts to listen for SIGINT and SIGTERM, and turns a closed pipe into an error of `write`.
  static func watch() {
    signal(SIGPIPE, SIG_IGN)
    // A file size limit is reported by `write`, like a full disk, instead of killing the program.
    signal(SIGXFSZ, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        if Interruption.requested.exchange(true, ordering: .relaxed) { _exit(130) }
      }
    }
  }

  /// Whether an interruption was asked for.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// - Throws: ``Interrupted`` once an interruption was asked for.
  static func check() throws {
    if isRequested { throw Interrupted() }
  }
}

/// The user asked to stop.
struct Interrupted: Error {}
