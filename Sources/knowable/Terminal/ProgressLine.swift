import Foundation

/// Progress of long work on standard error: one redrawn line with rate and remaining time in a
/// terminal, a plain line every ten seconds elsewhere, nothing with `--quiet`.
struct ProgressLine {
  private let label: String
  private let unit: String
  private let total: Int?
  private let isQuiet: Bool
  private let start = ContinuousClock.now
  private var shown: ContinuousClock.Instant?

  /// `total` is the number of units to expect, when it is known.
  init(_ label: String, unit: String = "", total: Int? = nil, quiet: Bool) {
    self.label = label
    self.unit = unit
    self.total = total
    isQuiet = quiet
  }

  /// Seconds since the work began.
  var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Shows that `done` units are finished, of which `skipped` cost no time in this run.
  mutating func show(_ done: Int, skipped: Int = 0, note: String = "") {
    show(line(done, skipped: skipped, note: note))
  }

  /// Shows progress as above, or stops the work.
  ///
  /// - Throws: ``Interrupted`` once Ctrl-C was pressed.
  mutating func advance(to done: Int, skipped: Int = 0, note: String = "") throws {
    try Interruption.check()
    show(done, skipped: skipped, note: note)
  }

  /// Shows a text, unless one was shown a moment ago.
  mutating func show(_ text: String) {
    guard !isQuiet else { return }
    let now = ContinuousClock.now
    let pause = Terminal.errorIsTerminal ? Duration.milliseconds(100) : .seconds(10)
    if let shown, now - shown < pause { return }
    shown = now
    draw(text)
  }

  /// Replaces the progress by a last line.
  func finish(_ text: String) {
    guard !isQuiet else { return }
    Terminal.writeError((Terminal.errorIsTerminal ? "\r\u{1B}[2K" : "") + text + "\n")
  }

  private func draw(_ text: String) {
    Terminal.writeError(Terminal.errorIsTerminal ? "\r\u{1B}[2K" + text : text + "\n")
  }

  private func line(_ done: Int, skipped: Int, note: String) -> String {
    var parts = ["\(label) \(done)" + (total.map { " of \($0)" } ?? "") + " \(unit)"]
    let fresh = done - skipped
    if fresh > 0, elapsed > 0.5 {
      let rate = Double(fresh) / elapsed
      parts.append("\(rate < 10 ? Decimals.text(rate, 1) : Decimals.text(rate, 0)) \(unit)/s")
      if let total, total > done {
        parts.append("\(Decimals.duration(Double(total - done) / rate)) left")
      }
    }
    if !note.isEmpty { parts.append(note) }
    return parts.joined(separator: ", ")
  }
}
