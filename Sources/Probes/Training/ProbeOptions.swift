public import Calibration

/// What decides a probe besides its data.
public struct ProbeOptions: Sendable {
  /// How directions are found.
  public var kind = ProbeKind.logistic
  /// The taps to try; nil for all. With more than one, validation chooses.
  public var taps: [String]?
  /// The penalty of logistic probes.
  public var penalty = PenaltyOptions()
  /// The shrinkage of LDA; nil for Ledoit and Wolf's.
  public var shrinkage: Double?
  /// Shares of train, validation and test.
  public var fractions = [0.6, 0.2, 0.2]
  /// Decides the split, the folds, the resamples and the random baselines.
  public var seed: UInt64 = 0
  /// The map from logits to probabilities that validation fits.
  ///
  /// Platt unless said otherwise: with two numbers it corrects both a wrong slope and a shifted base
  /// rate, and its smoothed targets keep it finite where a probe separates the classes, which a
  /// temperature alone does not.
  public var recalibration = Recalibration.Method.platt
  /// Bootstrap resamples of every interval.
  public var resamples = 2000
  /// Random directions that are averaged for that baseline.
  public var randomDirections = 5
  /// Shuffles of the training labels that are averaged for that baseline. A single one is off by as
  /// much as a small probe's whole lead (0.06 to 0.17 in AUROC with 100 to 500 training rows), so nil
  /// means 100; beyond 20,000 training rows, where each costs more and strays less, fewer, down to 10.
  public var shuffles: Int?
  /// The same for heads, each trained anew.
  public var headShuffles = 5

  /// The defaults: a logistic probe at the best of all taps.
  public init() {}

  func check() throws {
    try penalty.check()
    if let taps, taps.isEmpty { throw ProbesError.badOption("The list of taps is empty.") }
    guard resamples >= 0, randomDirections > 0, (shuffles ?? 1) > 0, headShuffles > 0 else {
      throw ProbesError.badOption(
        "Resamples must not be negative, random directions and shuffles must be positive.")
    }
    if let shrinkage, !(0...1).contains(shrinkage) {
      throw ProbesError.badOption("The shrinkage is \(shrinkage); it must lie in 0 ... 1.")
    }
  }

  /// Shuffles for a training part of some rows.
  func shuffles(ofRows count: Int) -> Int {
    shuffles ?? min(100, max(10, 2_000_000 / max(count, 1)))
  }

  var evaluationSettings: EvaluationSettings {
    EvaluationSettings(resamples: resamples, seed: seed)
  }
}

/// Where a training or an evaluation has got to.
public struct ProbeProgress: Sendable, Equatable {
  /// What is being done.
  public enum Stage: String, Sendable {
    /// Fitting a probe at each tap.
    case fitting
    /// Judging each tap with intervals.
    case judging
    /// Fitting and judging what the probe is compared with.
    case baselines
  }
  /// What is being done.
  public let stage: Stage
  /// Steps done of this stage.
  public let completed: Int
  /// Steps of this stage.
  public let total: Int
  /// The tap or baseline that was just finished; empty at the start.
  public let detail: String
}

/// How a long training reports to its owner and hears from it.
public struct ProbeMonitor: Sendable {
  /// Called after every step, possibly from several threads at once.
  public var progress: @Sendable (ProbeProgress) -> Void
  /// Asked between steps; training throws ``ProbesError/cancelled`` once it answers true.
  public var isCancelled: @Sendable () -> Bool

  /// A monitor that reports to `progress` and stops when `isCancelled` says so.
  public init(
    progress: @escaping @Sendable (ProbeProgress) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    (self.progress, self.isCancelled) = (progress, isCancelled)
  }

  /// Reports a finished step, then throws ``ProbesError/cancelled`` once the owner asks to stop.
  public func advance(
    _ stage: ProbeProgress.Stage, _ completed: Int, of total: Int, _ detail: String
  ) throws {
    progress(ProbeProgress(stage: stage, completed: completed, total: total, detail: detail))
    try check()
  }

  /// Throws ``ProbesError/cancelled`` once the owner asks to stop.
  public func check() throws {
    if isCancelled() || Task.isCancelled { throw ProbesError.cancelled }
  }
}
