public import Calibration
import Statistics
import Synchronization

/// How one tap did.
public struct SweepRow: Sendable, Equatable {
  /// The tap.
  public let tap: String
  /// How the penalty was chosen; nil for kinds without one.
  public let penalty: PenaltyChoice?
  /// How the fit ended; nil for kinds that are solved directly.
  public let report: SolverReport?
  /// λ of LDA.
  public let shrinkage: Double?
  /// The probe's own probabilities on the validation part; the winner is chosen by these.
  public let validation: BinaryEvaluation
  /// The same on the test part, for the eye only.
  public let test: BinaryEvaluation
}

/// Probes at several taps, and which of them validation prefers.
public struct LayerSweep: Sendable, Equatable {
  /// One row a tap, in the model's order.
  public let rows: [SweepRow]
  /// The place of the winner in ``rows``.
  public let chosen: Int

  /// The winner.
  public var winner: SweepRow { rows[chosen] }

  /// How the winner is chosen, in words.
  public static let rule =
    "highest AUROC on the validation part, ties by lower validation NLL, then by the earlier tap"

  init(rows: [SweepRow]) {
    self.rows = rows
    chosen = rows.indices.dropFirst().reduce(0) { best, index in
      Self.isBetter(rows[index].validation, than: rows[best].validation) ? index : best
    }
  }

  private static func isBetter(_ a: BinaryEvaluation, than b: BinaryEvaluation) -> Bool {
    let (first, second) = (a.auroc.value, b.auroc.value)
    if abs(first - second) > 1e-12 { return first > second }
    return a.negativeLogLikelihood.value < b.negativeLogLikelihood.value
  }
}

/// Fits every tap of a list.
struct TapFits {
  /// One fit a tap, in the order of `taps`.
  ///
  /// Small taps are fitted side by side, one thread each; taps too large to hold several in memory
  /// one after the other, each on all threads. Both give the same numbers.
  static func fit(
    _ source: any FeatureSource, taps: [String], labels: ProbeLabels, split: SplitRows,
    options: ProbeOptions, monitor: ProbeMonitor
  ) throws -> [TapFit] {
    let counter = StepCounter(stage: .fitting, total: taps.count, monitor: monitor)
    @Sendable func one(_ index: Int) throws -> TapFit {
      if monitor.isCancelled() { throw ProbesError.cancelled }
      let fit = try TapFit(
        source.layer(taps[index]), labels: labels, split: split, options: options,
        monitor: monitor)
      counter.finish(taps[index])
      return fit
    }
    let first = try one(0)
    let sideBySide = source.rows * first.probe.width < 1 << 26
    let rest =
      sideBySide
      ? try parallelMap(taps.count - 1) { try one($0 + 1) }
      : try taps.indices.dropFirst().map { try one($0) }
    return [first] + rest
  }
}

/// Counts steps that finish on several threads.
private final class StepCounter: Sendable {
  private let finished = Mutex(0)
  private let stage: ProbeProgress.Stage
  private let total: Int
  private let monitor: ProbeMonitor

  init(stage: ProbeProgress.Stage, total: Int, monitor: ProbeMonitor) {
    (self.stage, self.total, self.monitor) = (stage, total, monitor)
    monitor.progress(ProbeProgress(stage: stage, completed: 0, total: total, detail: ""))
  }

  func finish(_ detail: String) {
    // Reported under the lock, so that the count never goes back.
    finished.withLock { count in
      count += 1
      monitor.progress(
        ProbeProgress(stage: stage, completed: count, total: total, detail: detail))
    }
  }
}
