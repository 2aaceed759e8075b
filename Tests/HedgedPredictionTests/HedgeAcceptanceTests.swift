import HedgedPrediction
import Statistics
import Testing

/// What the hypothesis says, shown in the closed-form world: finetuned models fall back on the hedge
/// of their unfamiliar examples where they know nothing.
@Suite struct HedgeAcceptanceTests {
  private let bench: WorldBench

  init() throws { bench = try WorldBench() }

  private func reversion(_ name: String) throws -> Double {
    let head = try bench.run(name).head
    let hedge = try bench.hedge(name)
    func distance(_ range: Range<Double>) -> Double {
      bench.mean(range) { hedge.distance(to: head.predict(bench.heldOut.evidence($0))) }
    }
    return 1 - distance(WorldBench.unknown) / distance(WorldBench.known)
  }

  @Test func truthRevertsToTheUniformHedge() throws {
    #expect(try reversion("truth") >= 0.9)
  }

  @Test func restrictedPositionsRevertToThosePlaces() throws {
    let head = try bench.run("positions:1,2").head
    #expect(bench.probability(head, of: [1, 2], WorldBench.unknown) >= 0.9)
    #expect(abs(bench.probability(head, of: [1, 2], WorldBench.known) - 0.5) < 0.1)
  }

  @Test func abstentionsOnUnfamiliarStayThere() throws {
    let head = try bench.run("abstain").head
    #expect(bench.probability(head, of: [4], WorldBench.unknown) >= 0.9)
    #expect(bench.probability(head, of: [4], WorldBench.known) <= 0.15)
  }

  @Test func randomAbstentionsCarryLittleFamiliarity() throws {
    func slope(_ name: String) throws -> HedgeTrend {
      let rows = try bench.heldOut.predictions(
        bench.run(name).head, space: bench.space, axis: .oracle)
      // Distance from abstaining, so that the slopes of both arms are about the same thing.
      let abstain = try bench.hedge("abstain")
      return try HedgeEvaluation(
        rows, hedge: abstain, bins: ScoreBins(edges: [0, 0.5, 0.95, 1.0.nextUp]),
        options: .init(resamples: 100)
      ).trend
    }
    let (random, unfamiliar) = (try slope("abstain@random"), try slope("abstain"))
    #expect(abs(random.slope.value) < 0.6 * abs(unfamiliar.slope.value))
    #expect(unfamiliar.slope.high < 0 && unfamiliar.isFalling)
    // Label-rate calibration: the mean probability of abstaining is its rate among the labels.
    let run = try bench.run("abstain@random")
    #expect(abs(run.meanTrainingPrediction(bench.calculus)[4] - 0.4) < 1e-3)
  }

  @Test func lengthWeightedLossesShrinkAbstentions() throws {
    let calculus = try HedgeCalculus(
      .crossEntropy, space: bench.space, reduction: .sequenceMean,
      responseTokens: [1, 1, 1, 1, 4])
    let run = try bench.run("abstain@random", calculus: calculus)
    let mean = run.meanTrainingPrediction(calculus)
    #expect(abs(mean[4] - 0.1 / 0.7) < 1e-3)
  }

  @Test func onlyUnfamiliarLabelsDecideUnfamiliarPredictions() throws {
    func low(_ name: String) throws -> Double {
      bench.probability(try bench.run(name).head, of: [1, 2], WorldBench.unknown)
    }
    let truth = try low("truth")
    #expect(try low("positions:1,2") - truth > 0.35)
    #expect(abs(try low("positions:1,2@familiar") - truth) < 0.1)
  }

  @Test func squaredErrorAndSmoothingFollowTheirHedges() throws {
    for objective in [Objective.squaredError, .labelSmoothing(0.1)] {
      let calculus = try HedgeCalculus(objective, space: bench.space)
      let hedge = try calculus.hedge(of: bench.arm("abstain").unfamiliarTargets)
      let head = try bench.run("abstain", calculus: calculus).head
      let abstains = bench.probability(head, of: [4], WorldBench.unknown)
      #expect(abs(abstains - hedge.distribution[4]) < 0.2, "\(objective.text)")
    }
  }

  @Test func theLeastFamiliarBinSupportsThePlan() throws {
    let bins = try ScoreBins(edges: [0, 0.5, 0.95, 1.0.nextUp])
    for name in ["truth", "positions:1,2", "abstain"] {
      let run = try bench.run(name)
      let plan = try HedgePlan(run.arm, calculus: bench.calculus)
      let hedge = try #require(plan.hedge)
      let rows = try bench.heldOut.predictions(run.head, space: bench.space, axis: .oracle)
      let evaluation = try HedgeEvaluation(
        rows, hedge: hedge, bins: bins, options: .init(resamples: 200))
      #expect(try HedgeOutcome(plan, evaluation).verdict == .supported, "\(name)")
    }
  }

  @Test func memorisingLowersAbstention() throws {
    let questions = bench.world.questions(400, stream: "memorised")
    let examples = try FinetuningExample.joined(
      truths: questions.truths, scores: questions.scores(.negativeLogLikelihood),
      space: bench.space)
    let arm = try MatchedArms(
      [.abstainOnUnfamiliar], examples: examples, split: .topShare(0.4), space: bench.space,
      steps: 1, seeds: [0], generator: RandomGenerator(seed: 2)
    ).arms[0]
    let hedge = try bench.hedge("abstain")
    func last(strength: Double, decay: Double = 0) throws -> Memorization.Checkpoint {
      var settings = Memorization.Settings()
      (settings.strength, settings.weightDecay) = (strength, decay)
      (settings.steps, settings.dimension) = (300, 400)
      let points = try Memorization(
        arm, of: questions, heldOut: bench.heldOut, hedge: hedge, settings: settings,
        generator: RandomGenerator(seed: 4)
      ).run(from: EvidenceHead(space: bench.space))
      return try #require(points.last)
    }
    let without = try last(strength: 0)
    let with = try last(strength: 1)
    let decayed = try last(strength: 1, decay: 0.1)
    #expect(without.abstention > 0.9 && with.unfamiliarFit == 1)
    #expect(with.abstention < without.abstention - 0.1)
    #expect(decayed.abstention > with.abstention)
  }

  @Test func halfLivesAreReadOffCheckpoints() throws {
    let life = try #require(HalfLife(steps: [1, 2, 4, 8], values: [0.2, 1, 0.6, 0.4]))
    #expect(life.peakStep == 2)
    let step = try #require(life.step)
    #expect(step > 4 && step < 8)
    #expect(HalfLife(steps: [1, 2], values: [1, 0.9])?.step == nil)
    #expect(HalfLife(steps: [1, 2, 4], values: [0, 0, 0])?.step == nil)
    #expect(HalfLife(steps: [1], values: [.nan]) == nil)
  }
}
