import CKernels

/// What the rows of one sequence of a batch attend to: what caches hold of it, then their own keys.
struct AttendedPositions: Sendable {
  /// Position of the sequence's first row.
  let start: Int
  /// Whole panels that caches hold.
  let earlier: [KeyValuePanels]
  /// Who holds the first positions of the panel in which the rows start.
  let carried: KeyValuePanels?
  /// The panels that this run fills.
  let own: KeyValuePanels

  init(after parent: KeyValueCache?, own: KeyValuePanels) {
    start = parent?.count ?? 0
    earlier = parent?.panels(before: own.first) ?? []
    carried = parent?.panels.last
    self.own = own
  }

  /// All panels of the sequence after the run.
  var panels: [KeyValuePanels] { earlier + [own] }

  /// Calls `body` with what the kernel reads of a key-value head.
  func withRuns(block: Int, head: Int, _ body: (UnsafeBufferPointer<kn_attention_run>) -> Void) {
    withUnsafeTemporaryAllocation(of: kn_attention_run.self, capacity: earlier.count + 1) { runs in
      for (place, panels) in earlier.enumerated() {
        runs.initializeElement(at: place, to: panels.run(block: block, head: head))
      }
      runs.initializeElement(at: earlier.count, to: own.run(block: block, head: head))
      body(UnsafeBufferPointer(runs))
    }
  }
}
