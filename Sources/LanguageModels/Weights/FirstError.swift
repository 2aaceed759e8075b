import Synchronization

/// Carries an error out of a parallel loop; of several, one is kept.
final class FirstError: Sendable {
  private let error = Mutex<(any Error)?>(nil)

  func record(_ new: any Error) { error.withLock { $0 = $0 ?? new } }

  func rethrow() throws {
    if let error = error.withLock({ $0 }) { throw error }
  }
}
