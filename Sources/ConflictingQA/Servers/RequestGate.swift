/// Holds all requests back while a server asks for a pause.
actor RequestGate {
  private var opens = ContinuousClock.now

  /// Nobody passes before this many seconds are over.
  func close(for seconds: Double) {
    opens = max(opens, .now + .seconds(seconds))
  }

  /// Waits until requests may go out.
  func pass() async throws {
    while opens > .now { try await Task.sleep(until: opens, clock: .continuous) }
  }
}
