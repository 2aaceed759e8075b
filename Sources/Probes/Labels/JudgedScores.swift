public import Calibration
public import Statistics

/// What scores of positions are worth, with intervals by document.
public struct JudgedScores: Sendable, Equatable {
  /// AUROC and average precision; class 1, aleatoric, is positive.
  public let ranking: BinaryEvaluation
  /// Accuracy at a threshold chosen elsewhere.
  public let accuracy: Estimate
  /// Accuracy at the threshold that is best on these very positions: the paper's figure for entropy
  /// thresholds, flattering.
  public let inSampleAccuracy: Double
  private let scores: [Double]
  private let labels: [Bool]
  private let documents: [Int]
  private let settings: EvaluationSettings

  /// Judges one score a position.
  ///
  /// - Throws: `CalibrationError` for scores that are not finite or not one an item.
  public init(
    _ scores: [Double], of labelled: LabelledPositions, items: [Int32],
    threshold: DecisionThreshold, settings: EvaluationSettings = EvaluationSettings()
  ) throws {
    let (labels, documents) = (labelled.isOne(items), labelled.documents(items))
    (self.scores, self.labels, self.documents) = (scores, labels, documents)
    self.settings = settings
    ranking = try evaluateRanking(
      scores: scores, labels: labels, clusters: documents, settings: settings)
    accuracy = ClusterBootstrap(
      clusters: Clusters(documents), resamples: settings.resamples, seed: settings.seed,
      level: settings.level
    ).mean(of: threshold.isRight(scores: scores, labels: labels).map { $0 ? 1 : 0 })
    inSampleAccuracy = DecisionThreshold(scores: scores, labels: labels).accuracy
  }

  /// The AUROC of these scores minus that of others of the same positions. Documents are resampled for
  /// both at once, so the interval is narrower than their own two suggest.
  public func lead(over other: JudgedScores) throws -> Estimate {
    precondition(
      labels == other.labels && documents == other.documents, "A lead needs the same positions.")
    let comparison = try compareRanking(
      scores: scores, baseline: other.scores, labels: labels, clusters: documents,
      settings: settings)
    return comparison.differences[.auroc]
      ?? Estimate(value: .nan, count: labels.count, clusters: comparison.first.clusters)
  }
}

extension PositionBaseline {
  /// Judges the baseline on a part.
  public func judge(
    _ selection: LabelSelection, part: SplitPart = .test, balanced: Bool = true,
    settings: EvaluationSettings = EvaluationSettings()
  ) throws -> JudgedScores {
    let items = selection.items(of: part, balanced: balanced)
    return try JudgedScores(
      scores(selection.labelled, items: items), of: selection.labelled, items: items,
      threshold: threshold, settings: settings)
  }
}
