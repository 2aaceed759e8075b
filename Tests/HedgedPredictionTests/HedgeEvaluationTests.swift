import HedgedPrediction
import Statistics
import Testing

/// Metrics of predictions whose values are known by hand.
@Suite struct HedgeEvaluationTests {
  private let space = AnswerSpace.letters(2, abstention: true)
  private let abstain: Hedge

  init() throws {
    abstain = try HedgeCalculus(.crossEntropy, space: space)
      .hedge(of: [WeightedTarget([0, 0, 1])])
  }

  /// Questions that go linearly from their answer (score 0) to abstaining (score 1), in two runs.
  private func fading(_ questions: Int = 200) throws -> AnswerPredictions {
    var predictions = AnswerPredictions(space: space)
    for run in 0..<2 {
      for question in 0..<questions {
        let score = (Double(question) + 0.5) / Double(questions)
        let truth = question % 2
        var p = [0.0, 0, score]
        p[truth] = 1 - score
        try predictions.append(
          p, truth: truth, score: score, question: question, run: run,
          referenceRight: score < 0.5 ? 1 : 0, bestChance: 1 - score / 2)
      }
    }
    return predictions
  }

  @Test func binnedMetricsAreThoseComputedByHand() throws {
    let bins = try ScoreBins(edges: [0, 0.25, 0.5, 0.75, 1])
    let evaluation = try HedgeEvaluation(
      try fading(), hedge: abstain, bins: bins, rewards: .paper(abstain: 0),
      options: .init(resamples: 200))
    #expect(evaluation.bins.map(\.rows) == [0, 100, 100, 100, 100, 0])
    #expect(evaluation.bins.map(\.isOverflow) == [true, false, false, false, false, true])
    let last = evaluation.bins[4]
    #expect(last.questions == 50 && last.runs == 2)
    func expect(_ metric: HedgeMetric, _ value: Double, _ bin: HedgeEvaluation.Bin) {
      #expect(abs(bin[metric].value - value) < 1e-9, "\(metric)")
      #expect(bin[metric].low <= value + 1e-9 && bin[metric].high >= value - 1e-9)
    }
    expect(.abstain, 0.875, last)
    expect(.right, 0.125, last)
    expect(.wrong, 0, last)
    expect(.meanDistance, 0.125, last)
    expect(.distanceOfMean, 0.125, last)
    expect(.selectiveAccuracy, 1, last)
    expect(.reversion, 1 - 0.125 / 0.875, last)
    expect(.reward, 0.25, last)
    // Chow's policy earns max(2 - 2.5 score, 0), 0.0125 on average over scores in [0.75, 1).
    #expect(abs(last[.regret].value - (0.0125 - 0.25)) < 1e-3)
    let all = evaluation.overall
    #expect(abs(all[.abstentionPrecision].value - 0.75) < 1e-9)
    #expect(abs(all[.abstentionRecall].value - 0.75) < 1e-9)
    #expect(abs(all[.overRefusal].value - 0.25) < 1e-9)
    #expect(all[.overRefusal].count == 400 && all[.overRefusal].clusters == 200)
    #expect(evaluation.trend.isFalling && evaluation.trend.fallingShare == 1)
    #expect(abs(evaluation.trend.slope.value + 1) < 1e-9)
    #expect(abs(evaluation.trend.rankCorrelation.value + 1) < 1e-9)
  }

  @Test func panelsKeepAUniformHedgeHonest() throws {
    // Every question is answered rightly, so the mean over truths is uniform and close to no hedge.
    let uniform = try HedgeCalculus(.crossEntropy, space: .letters(2)).hedge(of: [
      WeightedTarget([0.5, 0.5])
    ])
    func distance(panel: Int?) throws -> Double {
      var predictions = AnswerPredictions(space: .letters(2))
      for question in 0..<40 {
        try predictions.append(
          question % 2 == 0 ? [1, 0] : [0, 1], truth: question % 2, score: 0, question: question,
          panel: panel)
      }
      let bins = try ScoreBins(edges: [0, 1])
      let evaluation = try HedgeEvaluation(predictions, hedge: uniform, bins: bins)
      return evaluation.overall[.distanceOfMean].value
    }
    #expect(try distance(panel: nil) == 0.5)
    #expect(try distance(panel: 0) == 0)
  }

  @Test func contrastIsOneWhereTheHedgeIsFollowed() throws {
    let bins = try ScoreBins(edges: [0, 0.5, 1])
    let base = try fading()
    var other = AnswerPredictions(space: space)
    for row in 0..<base.count {
      // The same, with the abstaining mass moved to the first option.
      let p = Array(base.prediction(row))
      try other.append(
        [p[0] + p[2], p[1], 0], truth: base.truths[row], score: base.scores[row],
        question: base.questions[row], run: base.runs[row])
    }
    let first = try HedgeCalculus(.crossEntropy, space: space).hedge(of: [
      WeightedTarget([1, 0, 0])
    ])
    let contrast = try CausalContrast((base, abstain), (other, first), bins: bins)
    #expect(abs(contrast.bins[1].value - 0.25) < 1e-9)
    #expect(abs(contrast.bins[2].value - 0.75) < 1e-9)
    #expect(contrast.overall.hasInterval)
    #expect(throws: HedgedPredictionError.self) {
      _ = try CausalContrast((base, abstain), (other, abstain), bins: bins)
    }
  }

  @Test func outcomesSayWhetherThePlanHeld() throws {
    let plan = try HedgePlan(
      name: "abstain", calculus: HedgeCalculus(.crossEntropy, space: space),
      targets: [WeightedTarget([0, 0, 1])])
    func verdict(_ edges: [Double]) throws -> HedgeOutcome.Verdict {
      let bins = try ScoreBins(edges: edges)
      let evaluation = try HedgeEvaluation(
        try fading(400), hedge: abstain, bins: bins, options: .init(resamples: 300))
      return try HedgeOutcome(plan, evaluation).verdict
    }
    #expect(try verdict([0, 0.9, 1]) == .supported)
    #expect(try verdict([0, 0.4, 1]) == .notSupported)
  }

  @Test func intervalsDependOnTheSeedAlone() throws {
    let bins = try ScoreBins(quantilesOf: try fading().scores, count: 4)
    #expect(bins.bin(of: -1) == 0 && bins.bin(of: 2) == 5)
    func low(_ seed: UInt64) throws -> Double {
      try HedgeEvaluation(
        try fading(), hedge: abstain, bins: bins, options: .init(resamples: 100, seed: seed)
      ).bins[1][.abstain].low
    }
    #expect(try low(1) == low(1))
    #expect(try low(1) != low(2))
  }

  @Test func badRowsAreRefused() throws {
    var predictions = AnswerPredictions(space: space)
    #expect(throws: HedgedPredictionError.self) {
      try predictions.append([0.5, 0.5, 0.5], truth: 0, score: 0, question: 0)
    }
    #expect(throws: HedgedPredictionError.self) {
      try predictions.append([1, 0, 0], truth: 2, score: 0, question: 0)
    }
    #expect(throws: HedgedPredictionError.self) {
      try predictions.append([1, 0, 0], truth: 0, score: .nan, question: 0)
    }
    #expect(throws: HedgedPredictionError.self) {
      _ = try HedgeEvaluation(
        predictions, hedge: abstain, bins: ScoreBins(edges: [0, 1]))
    }
  }
}
