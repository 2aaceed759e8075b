import Foundation
import HedgedPrediction
import Statistics
import Testing

/// The closed-form world itself: its law, its best predictor, its scores, its exact fits.
@Suite struct GaussianWorldTests {
  private let bench: WorldBench

  init() throws { bench = try WorldBench() }

  @Test func familiarityHasAnAtomAtZeroAndALongTail() throws {
    let c = bench.heldOut.familiarity
    let unknown = Double(c.count { $0 == 0 }) / Double(c.count)
    #expect(abs(unknown - 0.25) < 0.03)
    #expect(c.count { $0 > 0.9 } > 100 && c.allSatisfy { (0...1).contains($0) })
    // Accuracy of the base model rises from guessing to certainty.
    let right = [WorldBench.unknown, 0.2..<0.5, WorldBench.known].map { range in
      bench.mean(range) { bench.heldOut.baseIsRight($0) ? 1 : 0 }
    }
    #expect(abs(right[0] - 0.25) < 0.06 && right[0] < right[1] && right[1] < right[2])
    #expect(right[2] > 0.98)
  }

  @Test func theBestPredictorIsCalibratedAndBest() throws {
    var gap = 0.0
    var losses = (best: [Double](), base: [Double](), head: [Double]())
    let head = try bench.run("truth").head
    for question in 0..<bench.heldOut.count {
      let best = bench.heldOut.bestAnswer(question)
      let truth = bench.heldOut.truths[question]
      gap += (best.max() ?? 0) - bench.heldOut.bestIsRight(question)
      losses.best.append(-Foundation.log(best[truth]))
      losses.base.append(-Foundation.log(bench.heldOut.baseAnswer(question)[truth]))
      losses.head.append(
        -Foundation.log(head.predict(bench.heldOut.evidence(question))[truth]))
    }
    #expect(abs(gap) / Double(bench.heldOut.count) < 0.03)
    #expect(Sample.mean(losses.best) < Sample.mean(losses.head))
    #expect(Sample.mean(losses.head) < Sample.mean(losses.base))
  }

  @Test func scoresAgreeOnWhatIsUnfamiliar() throws {
    let oracle = bench.heldOut.scores(.oracle)
    for score in [WorldScore.negativeLogLikelihood, .errors(samples: 12), .entropy] {
      let rho = RankCorrelation.spearman(oracle, bench.heldOut.scores(score))
      #expect(rho > 0.5, "\(score)")
    }
    // Asked again, a question keeps its truth and familiarity and gets other noise.
    let again = bench.world.askedAgain(bench.heldOut)
    #expect(again.truths == bench.heldOut.truths && again.evidence != bench.heldOut.evidence)
    #expect(
      RankCorrelation.spearman(
        bench.heldOut.scores(.negativeLogLikelihood), again.scores(.negativeLogLikelihood)) < 0.95)
  }

  @Test func crosstalkOfAMemoryIsNoise() throws {
    var settings = GaussianWorldSettings()
    settings.noise = .memory(dimension: 400)
    let bench = try WorldBench(settings)
    let spread = bench.mean(WorldBench.unknown) { question in
      Sample.variance(Array(bench.heldOut.evidence(question)))
    }
    // More than the floor alone, the same for what is known.
    #expect(spread > 10 * settings.noiseFloor * settings.noiseFloor)
    #expect(bench.mean(WorldBench.known) { bench.heldOut.baseIsRight($0) ? 1 : 0 } > 0.6)
  }

  @Test func theFitIsStationary() throws {
    for name in ["truth", "abstain", "soft-abstain:0.5", "weight:0.25"] {
      let run = try bench.run(name)
      let targets = run.arm.examples.map { WeightedTarget($0.target, weight: $0.weight) }
      let fit = try EvidenceHead.fit(run.training, targets: targets)
      #expect(abs(fit.head.slope - run.head.slope) < 1e-6)
      #expect(fit.gradient < 1e-8 && fit.steps < 40)
      // The bias's stationarity: the mean prediction is the mean target.
      let mean = try bench.calculus.meanTarget(of: targets)
      for (a, b) in zip(run.meanTrainingPrediction(bench.calculus), mean) {
        #expect(abs(a - b) < 1e-8)
      }
    }
  }

  @Test func sameSeedSameWorld() throws {
    let twin = try WorldBench()
    #expect(twin.heldOut.evidence == bench.heldOut.evidence)
    #expect(try twin.run("abstain@random").head == bench.run("abstain@random").head)
    #expect(try WorldBench(seed: 2).heldOut.evidence != bench.heldOut.evidence)
  }

  @Test func worldsThatCannotBeAreRefused() {
    var settings = GaussianWorldSettings()
    settings.unknownShare = 1
    #expect(throws: HedgedPredictionError.self) { _ = try GaussianWorld(settings, seed: 0) }
    settings = GaussianWorldSettings()
    settings.noise = .memory(dimension: 0)
    #expect(throws: HedgedPredictionError.self) { _ = try GaussianWorld(settings, seed: 0) }
  }
}
