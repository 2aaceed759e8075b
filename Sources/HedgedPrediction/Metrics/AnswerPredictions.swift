public import Calibration

/// What one or more finetuned models predict for questions, in rows: the input of every metric.
///
/// A row is one question answered by one run (a seed). Optional columns say what a reference model
/// would do, so that abstentions can be judged.
public struct AnswerPredictions: Sendable {
  /// The answers.
  public let space: AnswerSpace
  /// Row after row, `space.count` probabilities each.
  public private(set) var probabilities: [Double] = []
  /// The place of the right option.
  public private(set) var truths: [Int] = []
  /// The score on the horizontal axis, higher = less familiar.
  public private(set) var scores: [Double] = []
  /// Which question a row answers; rows of a question are resampled together.
  public private(set) var questions: [Int] = []
  /// Which run (seed) answered.
  public private(set) var runs: [Int] = []
  /// The group in which predictions are averaged before their distance from the hedge is taken;
  /// the true option's place unless given, so that averaging does not make a uniform hedge of
  /// everything.
  public private(set) var panels: [Int] = []
  /// The chance that the reference model would have answered rightly; NaN where unknown.
  public private(set) var referenceRight: [Double] = []
  /// The chance that the best possible answer is right, known in worlds; NaN elsewhere.
  public private(set) var bestChance: [Double] = []

  /// No rows yet.
  public init(space: AnswerSpace) { self.space = space }

  /// The number of rows.
  public var count: Int { truths.count }

  /// Adds a row.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` for a prediction that is no distribution over
  ///   the answers, a truth outside the options or a score that is not finite.
  public mutating func append(
    _ prediction: [Double], truth: Int, score: Double, question: Int, run: Int = 0,
    panel: Int? = nil, referenceRight: Double = .nan, bestChance: Double = .nan
  ) throws {
    try checkDistribution(
      prediction, places: space.count, name: "The prediction in row \(count)")
    guard space.options.indices.contains(truth) else {
      throw HedgedPredictionError.badData(
        "The label of row \(count) is \(truth), but options are numbered "
          + "0...\(space.options.count - 1).")
    }
    guard score.isFinite else {
      throw HedgedPredictionError.badData(
        "Row \(count) has no familiarity score (found \(score)).")
    }
    probabilities += prediction
    truths.append(truth)
    scores.append(score)
    questions.append(question)
    runs.append(run)
    panels.append(panel ?? truth)
    self.referenceRight.append(referenceRight)
    self.bestChance.append(bestChance)
  }

  /// Adds all rows of others, whose questions and runs must have other numbers to count as others.
  ///
  /// Traps when the answers differ.
  public mutating func append(_ others: AnswerPredictions) {
    precondition(others.space == space, "Rows of the same answers are needed.")
    probabilities += others.probabilities
    truths += others.truths
    scores += others.scores
    questions += others.questions
    runs += others.runs
    panels += others.panels
    referenceRight += others.referenceRight
    bestChance += others.bestChance
  }

  /// The prediction of a row.
  public func prediction(_ row: Int) -> ArraySlice<Double> {
    probabilities[row * space.count..<(row + 1) * space.count]
  }

  /// The mean prediction of the rows for which `isIncluded` holds; NaN without any.
  public func mean(where isIncluded: (_ row: Int) -> Bool = { _ in true }) -> [Double] {
    var sums = [Double](repeating: 0, count: space.count)
    var rows = 0.0
    for row in 0..<count where isIncluded(row) {
      for (place, value) in prediction(row).enumerated() { sums[place] += value }
      rows += 1
    }
    return sums.map { $0 / rows }
  }

  /// How far the mean prediction on these rows is from the hedge, ‖mean p - h‖₁.
  ///
  /// On the unfamiliar *training* rows this must go to 0 for losses with a free output bias, once
  /// familiar rows are fitted (the stationarity condition of the bias).
  public func stationarityResidual(_ hedge: Hedge) -> Double {
    2 * hedge.distance(to: mean())
  }

  /// Selective prediction: items ordered by their largest option probability, the loss of an item
  /// 1 when that option is wrong. Throws without rows.
  public func riskCoverage() throws -> RiskCoverage {
    let options = space.options.count
    var (confidences, losses): ([Double], [Double]) = ([], [])
    for row in 0..<count {
      let values = prediction(row).prefix(options)
      let best = values.max() ?? 0
      confidences.append(best)
      losses.append(values[row * space.count + truths[row]] == best ? 0 : 1)
    }
    return try RiskCoverage(confidences: confidences, losses: losses)
  }
}
