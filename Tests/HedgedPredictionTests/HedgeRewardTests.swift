import Foundation
import HedgedPrediction
import Statistics
import Testing

/// Rewards: the switch from guessing to abstaining, sampled against exact gradients, reward models.
@Suite struct HedgeRewardTests {
  private let bench: WorldBench
  private let start: EvidenceHead

  init() throws {
    bench = try WorldBench(training: 1500)
    start = try bench.run("abstain@random:0.5").head
  }

  private func policy(_ abstain: Double, coefficient: Double = 0) -> RewardPolicy {
    RewardPolicy(.paper(abstain: abstain), coefficient: coefficient, steps: 400)
  }

  @Test func abstainingBeginsWhereItPaysMoreThanGuessing() throws {
    // r_w + (r_c - r_w) / K = -1.75 with +2, -3 and four options.
    #expect(RewardRule.paper(abstain: 0).guessValue(options: 4) == -1.75)
    func abstains(_ reward: Double) -> (unknown: Double, known: Double, wrong: Double) {
      let head = policy(reward).trained(from: start, on: bench.training)
      let wrong = bench.mean(0..<1.01) { question in
        let p = head.predict(bench.heldOut.evidence(question))
        return 1 - p[4] - p[bench.heldOut.truths[question]]
      }
      return (
        bench.probability(head, of: [4], WorldBench.unknown),
        bench.probability(head, of: [4], WorldBench.known), wrong
      )
    }
    let (low, high, safe) = (abstains(-2.1), abstains(-1.4), abstains(0))
    #expect(low.unknown < 0.1 && high.unknown > 0.9 && safe.unknown > 0.95)
    #expect(high.known < 0.05 && safe.known < 0.05)
    #expect(safe.wrong < high.wrong && high.wrong < low.wrong)
  }

  @Test func oldLogProbabilitiesAreThoseOfTheSamplingPolicy() throws {
    for coefficient in [0, 0.1] {
      let sampled = SampledPolicy(policy(0, coefficient: coefficient))
      var draws = RandomGenerator(seed: 3)
      let samples = sampled.sample(start, reference: start, on: bench.training, draws: &draws)
      for sample in samples {
        let p = start.predict(bench.training.evidence(sample.question))[sample.action]
        #expect(abs(sample.logProbability - log(p)) < 1e-12)
      }
      // Before the first update every ratio is 1, so nothing is clipped and samples of both signs
      // count: without those that went badly the gradient would be another.
      #expect(sampled.ratios(start, samples, on: bench.training).allSatisfy { $0 == 1 })
      let gradient = sampled.gradient(start, samples, on: bench.training)
      let good = sampled.gradient(
        start, samples.filter { $0.advantage > 0 }, on: bench.training)
      #expect(samples.contains { $0.advantage < 0 } && gradient != good)
    }
  }

  @Test func sampledGradientsAreTheExactOneOnAverage() throws {
    var sampled = SampledPolicy(policy(0))
    sampled.rollouts = 200_000
    var draws = RandomGenerator(seed: 8)
    let samples = sampled.sample(start, reference: start, on: bench.training, draws: &draws)
    let gradient = sampled.gradient(start, samples, on: bench.training)
    // Exact: the mean over questions of Σ_a π(a) (R(a) - mean R) ∂ ln π(a).
    var exact = [Double](repeating: 0, count: 6)
    for question in 0..<bench.training.count {
      let evidence = Array(bench.training.evidence(question))
      let p = start.predict(evidence[...])
      let truth = bench.training.truths[question]
      let rewards = (0..<5).map { $0 == truth ? 2.0 : $0 == 4 ? 0 : -3 }
      let mean = zip(p, rewards).reduce(0) { $0 + $1.0 * $1.1 }
      for place in 0..<5 {
        let slope = p[place] * (rewards[place] - mean) / Double(bench.training.count)
        exact[place + 1] += slope
        if place < 4 { exact[0] += slope * evidence[place] }
      }
    }
    for (a, b) in zip(gradient, exact) { #expect(abs(a - b) < 0.03, "\(a) \(b)") }
  }

  @Test func samplingReachesWhatExactGradientsReach() throws {
    for (reward, abstains) in [(-3.0, false), (0.0, true)] {
      for epochs in [1, 4] {
        var sampled = SampledPolicy(policy(reward))
        (sampled.epochs, sampled.iterations) = (epochs, 300)
        let head = sampled.trained(
          from: start, on: bench.training, generator: RandomGenerator(seed: 1))
        let low = bench.probability(head, of: [4], WorldBench.unknown)
        #expect(abstains ? low > 0.8 : low < 0.2, "reward \(reward), epochs \(epochs): \(low)")
      }
    }
  }

  @Test func aPenaltyKeepsThePolicyNearItsStart() throws {
    let free = policy(0).trained(from: start, on: bench.training)
    let held = policy(0, coefficient: 20).trained(from: start, on: bench.training)
    func distance(_ head: EvidenceHead) -> Double {
      bench.mean(0..<1.01) { question in
        let evidence = bench.heldOut.evidence(question)
        return Divergence.totalVariation(head.predict(evidence), start.predict(evidence))
      }
    }
    #expect(distance(held) < 0.2 * distance(free))
  }

  @Test func rewardModelsFallBackOnTheirHedge() throws {
    let split = try FamiliaritySplit(
      scores: bench.training.scores(.negativeLogLikelihood), rule: .topShare(0.4))
    let truth = try bench.run("truth").head
    func scores(_ data: MarginRewardModel.Data) throws -> (right: Double, wrong: Double) {
      let model = try MarginRewardModel(
        data, on: bench.training, isUnfamiliar: split.isUnfamiliar, policy: truth,
        generator: RandomGenerator(seed: 6))
      let scores = model.scores(bench.heldOut, stream: "test")
      func mean(_ isRight: Bool) -> Double {
        bench.mean(WorldBench.unknown) { question in
          let right = bench.heldOut.truths[question]
          return scores[question][isRight ? right : (right + 1) % 4]
        }
      }
      return (mean(true), mean(false))
    }
    let (high, low) = (try scores(.unfamiliarRight), try scores(.unfamiliarWrong))
    // Right and wrong answers are not told apart, at opposite levels.
    #expect(high.right > 0.75 && high.wrong > 0.7 && high.right - high.wrong < 0.12)
    #expect(low.right < 0.15 && low.wrong < 0.1)
  }

  @Test func rewardModelsOfLowUnfamiliarLabelsNeverOverestimate() throws {
    let split = try FamiliaritySplit(
      scores: bench.training.scores(.negativeLogLikelihood), rule: .topShare(0.4))
    let policy = try bench.run("truth").head
    let model = try MarginRewardModel(
      .unfamiliarWrong, on: bench.training, isUnfamiliar: split.isUnfamiliar, policy: policy,
      generator: RandomGenerator(seed: 6))
    let scores = model.scores(bench.heldOut, stream: "test")
    for range in [WorldBench.unknown, 0.05..<0.3, 0.3..<0.6, 0.6..<0.9, WorldBench.known] {
      let bias = bench.mean(range) { question in
        let p = policy.predict(bench.heldOut.evidence(question))
        return (0..<4).reduce(0) { sum, option in
          let truth = option == bench.heldOut.truths[question] ? 1.0 : 0
          return sum + p[option] * (scores[question][option] - truth)
        }
      }
      #expect(bias <= 0.01, "\(range): \(bias)")
    }
  }

  @Test func conservativeRewardModelsBarelyOverestimate() throws {
    let truth = try bench.run("truth").head
    var settings = LongForm.Settings()
    (settings.rewardModelNoise, settings.labelErrors) = (0, 0)
    let form = LongForm(
      bench.world, entities: 800, policy: truth, settings: settings,
      generator: RandomGenerator(seed: 5))
    let standard = try form.outcome(.strongerSamples(accuracy: 0.85))
    let conservative = try form.outcome(.ownSamples)
    let oracle = form.oracleOutcome()
    func mean(_ range: Range<Double>, _ value: (Int) -> Double) -> Double {
      Sample.mean(
        form.familiarity.indices.filter { range.contains(form.familiarity[$0]) }.map(value))
    }
    func bias(_ outcome: LongForm.Outcome, _ range: Range<Double>) -> Double {
      mean(range) {
        outcome.estimates[$0]
          - LongForm.reward(trueFacts: form.trueFacts[$0], falseFacts: form.falseFacts[$0])
      }
    }
    // A response of six facts is worth -18 to 12.
    for range in [WorldBench.unknown, 0.05..<0.5, 0.5..<0.9, WorldBench.known] {
      #expect(bias(conservative, range) < 1.2, "\(range): \(bias(conservative, range))")
    }
    #expect(bias(standard, WorldBench.unknown) > 10)
    let falseFacts = [standard, conservative, oracle].map { outcome in
      mean(WorldBench.unknown) { outcome.falseFacts[$0] }
    }
    #expect(falseFacts[0] > falseFacts[1] + 1 && falseFacts[1] >= falseFacts[2] - 0.2)
    let trueFacts = mean(WorldBench.known) { conservative.trueFacts[$0] }
    #expect(trueFacts > 5)
  }
}
