import Calibration
import Embeddings
public import LanguageModels
public import Probes

/// The In-Context Learning Test at positions of a pair's tasks.
extension PairStudy {
  /// What decides it besides the study.
  public struct ICLTOptions: Sendable {
    /// Layout, candidates and continuation.
    public var settings: ICLTSettings
    /// The layout in words.
    public var layoutName: String
    /// Positions of a task that scores are judged on, at most; half as many choose thresholds.
    public var positions = 400
    /// Positions with more tokens before and at them are left out.
    public var longestContext = Int.max
    /// Seed of the choice of positions and of resamples.
    public var seed: UInt64 = 0
    /// Bootstrap resamples of every interval.
    public var resamples = 2000

    /// A layout by name.
    public init(_ settings: ICLTSettings, layoutName: String) {
      (self.settings, self.layoutName) = (settings, layoutName)
    }
  }

  /// Tests positions of all tasks at once, with both controls, and judges each task on its own.
  ///
  /// `progress` receives results and how many there will be.
  /// - Returns: an evaluation a task, in order; tasks without short enough positions are left out.
  /// - Throws: ``ProbesError`` for prompts longer than the model's context, and what `progress`
  ///   throws.
  public func iclt(
    _ model: LanguageModel, tasks: [Task], options: ICLTOptions,
    progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws -> [ICLTEvaluation] {
    let labels = tasks.compactMap { task in
      try? ICLTLabels(
        task.selection, title: task.title, limit: options.positions,
        longestContext: options.longestContext, seed: options.seed)
    }
    let places = labels.reduce(into: Set<ICLTPlace>()) { $0.formUnion($1.places) }
    guard !places.isEmpty else { return [] }
    let total = places.count * ICLTHints.allCases.count
    let run = try ICLTRun(
      model, options.settings, name: options.layoutName,
      documents: ICLTDocument.documents(of: PairSide(store), at: places)
    ) { try progress($0, total) }
    let settings = EvaluationSettings(resamples: options.resamples, seed: options.seed)
    return try labels.map { try ICLTEvaluation(run, labels: $0, settings: settings) }
  }
}
