public import Calibration
public import Statistics

/// What the scores of the test are worth against labels, beside the entropy before any hint and the
/// controls, with intervals by document. Aleatoric is the positive class; signs are fixed.
public struct ICLTEvaluation: Sendable {
  /// One score, or the entropy before any hint.
  public struct Row: Sendable {
    /// The score; nil for the model's entropy before any hint.
    public let score: ICLTScore?
    /// What was shown.
    public let hints: ICLTHints
    /// AUROC of aleatoric against epistemic.
    public let auroc: Estimate
    /// AUROC minus that of the entropy before any hint, at equal resamples.
    public let lead: Estimate
    /// Accuracy at the threshold chosen on validation positions; nil without any.
    public let accuracy: Estimate?
    /// Accuracy of the verdict that needs no labels, see ``ICLTResult/isAleatoric``; nil for other
    /// scores than the minimum entropy.
    public let labelFreeAccuracy: Estimate?

    /// The row in words.
    public var name: String {
      guard let score else { return "entropy before any hint" }
      return score.name + (hints == .own ? "" : ", \(hints.name)")
    }
  }

  /// Where the labels come from.
  public let title: String
  /// The layout.
  public let layout: String
  /// The entropy before any hint, then every score of the model's own hints, then those of controls.
  public let rows: [Row]
  /// AUROC of the minimum entropy under the model's own hints minus that under each control's, at
  /// equal resamples: what the content of hints adds.
  public let leads: [(control: ICLTHints, auroc: Estimate)]
  /// How readily hints were copied.
  public let copyRates: [(hints: ICLTHints, rate: ICLTCopyRate)]

  /// Judges a run.
  ///
  /// - Throws: `CalibrationError` when nothing was tested.
  public init(
    _ run: ICLTRun, labels: ICLTLabels, settings: EvaluationSettings = EvaluationSettings()
  ) throws {
    title = labels.title
    layout = run.name
    var rows: [Row] = []
    var leads: [(ICLTHints, Estimate)] = []
    let kinds = ICLTHints.allCases.filter { run.results[$0] != nil }
    let judgedOwn = (run.results[.own] ?? []).filter { labels.judged[$0.place] != nil }
    for kind in kinds {
      let results = run.results[kind] ?? []
      let sample = Sample(results, labels, settings)
      if kind == kinds.first { rows.append(try sample.row(nil, kind)) }
      rows += try ICLTScore.allCases.map { try sample.row($0, kind) }
      guard kind != .own, !judgedOwn.isEmpty else { continue }
      let lead = try compareRanking(
        scores: judgedOwn.map { $0.aleatoricScore(.minimumEntropy) },
        baseline: sample.judged.map { $0.aleatoricScore(.minimumEntropy) }, labels: sample.labels,
        clusters: sample.clusters, settings: settings
      ).differences[.auroc]
      if let lead { leads.append((kind, lead)) }
    }
    self.rows = rows
    self.leads = leads
    copyRates = kinds.map { ($0, run.copyRate($0, labels: labels)) }
  }

  /// A plain sentence when the model copies whatever it is shown; nil otherwise.
  public var warning: String? { copyRates.first { $0.hints == .own }?.rate.warning }

  private struct Sample {
    let judged: [ICLTResult]
    let labels: [Bool]
    let clusters: [Int]
    private let validation: [(result: ICLTResult, isAleatoric: Bool)]
    private let settings: EvaluationSettings

    init(_ results: [ICLTResult], _ labels: ICLTLabels, _ settings: EvaluationSettings) {
      judged = results.filter { labels.judged[$0.place] != nil }
      self.labels = judged.map { labels.judged[$0.place] == true }
      clusters = Clusters(names: judged.map(\.document)).index.map(Int.init)
      validation = results.compactMap { result in
        labels.validation[result.place].map { (result, $0) }
      }
      self.settings = settings
    }

    func row(_ score: ICLTScore?, _ kind: ICLTHints) throws -> Row {
      func value(_ result: ICLTResult) -> Double {
        score.map(result.aleatoricScore) ?? result.originalEntropy
      }
      let scores = judged.map(value)
      let comparison = try compareRanking(
        scores: scores, baseline: judged.map(\.originalEntropy), labels: labels,
        clusters: clusters, settings: settings)
      let bootstrap = ClusterBootstrap(
        clusters: Clusters(clusters), resamples: settings.resamples, seed: settings.seed,
        level: settings.level)
      func share(_ right: [Bool]) -> Estimate { bootstrap.mean(of: right.map { $0 ? 1 : 0 }) }
      let threshold =
        validation.isEmpty
        ? nil
        : DecisionThreshold(
          scores: validation.map { value($0.result) }, labels: validation.map(\.isAleatoric))
      return Row(
        score: score, hints: kind, auroc: comparison.first.auroc,
        lead: comparison.differences[.auroc]
          ?? Estimate(value: .nan, count: labels.count, clusters: comparison.first.clusters),
        accuracy: threshold.map { share($0.isRight(scores: scores, labels: labels)) },
        labelFreeAccuracy: score == .minimumEntropy
          ? share(zip(judged, labels).map { $0.isAleatoric == $1 }) : nil)
    }
  }
}
