public import Calibration
public import Statistics
public import TextFiles

/// How often the verdict that needs no labels is "epistemic", for one kind of hints.
public struct ICLTVerdicts: Sendable {
  /// The layout.
  public let layout: String
  /// What was shown.
  public let hints: ICLTHints
  /// The share of positions where some hint took away half of the entropy, with its interval by
  /// document.
  public let epistemic: Estimate
  /// Mean entropy before any hint, nats.
  public let originalEntropy: Double
  /// Mean of the lowest entropy after a hint, nats.
  public let minimumEntropy: Double
  /// How readily hints were copied.
  public let copyRate: ICLTCopyRate

  /// Counts the verdicts of a run; nil when it has none of this kind.
  public init?(
    _ run: ICLTRun, _ hints: ICLTHints, settings: EvaluationSettings = EvaluationSettings()
  ) {
    guard let results = run.results[hints], !results.isEmpty else { return nil }
    layout = run.name
    self.hints = hints
    epistemic = ClusterBootstrap(
      clusters: Clusters(names: results.map(\.document)), resamples: settings.resamples,
      seed: settings.seed, level: settings.level
    ).mean(of: results.map { $0.isAleatoric ? 0 : 1 })
    originalEntropy = Sample.mean(results.map(\.originalEntropy))
    minimumEntropy = Sample.mean(results.map(\.scores.minimumEntropy))
    copyRate = run.copyRate(hints)
  }

  /// The counts as JSON; entropies in nats.
  public var json: JSONValue {
    [
      "separator": .string(layout), "hints": .string(hints.rawValue),
      "epistemic_share": epistemic.json, "mean_original_entropy": .number(originalEntropy),
      "mean_minimum_entropy": .number(minimumEntropy), "copy_rate": .number(copyRate.mean),
      "warning": hints == .own ? copyRate.warning.map(JSONValue.string) ?? .null : .null,
    ]
  }
}
