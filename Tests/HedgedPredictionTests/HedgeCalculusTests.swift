import HedgedPrediction
import Statistics
import Testing

/// The closed forms of the calculus, and that nothing is better than them.
@Suite struct HedgeCalculusTests {
  private let space = AnswerSpace.letters(4, abstention: true)

  private func targets(_ rows: [(place: Int, weight: Double)]) -> [WeightedTarget] {
    rows.map { WeightedTarget(space.certain($0.place), weight: $0.weight) }
  }

  @Test func supervisedLossesGiveTheMarginal() throws {
    let targets = targets([(1, 1), (1, 1), (2, 2), (4, 4)])
    for objective in [Objective.crossEntropy, .squaredError] {
      let hedge = try HedgeCalculus(objective, space: space).hedge(of: targets)
      #expect(hedge.distribution == [0, 0.25, 0.25, 0, 0.5])
      #expect(hedge.isUnique && hedge.support == [1, 2, 4])
    }
    let smoothed = try HedgeCalculus(.labelSmoothing(0.1), space: space).hedge(of: targets)
    for (value, marginal) in zip(smoothed.distribution, [0, 0.25, 0.25, 0, 0.5]) {
      #expect(abs(value - (0.9 * marginal + 0.02)) < 1e-12)
    }
  }

  @Test func sequenceMeansShrinkLongRefusals() throws {
    // 40 % four-token refusals beside one-token answers are fitted as .4·¼ / (.4·¼ + .6).
    let targets = targets([(0, 6), (4, 4)])
    func share(_ reduction: LossReduction) throws -> Double {
      try HedgeCalculus(
        .crossEntropy, space: space, reduction: reduction, responseTokens: [1, 1, 1, 1, 4]
      ).hedge(of: targets).distribution[4]
    }
    #expect(abs(try share(.sequenceMean) - 0.1 / 0.7) < 1e-12)
    #expect(abs(try share(.tokenSum) - 0.4) < 1e-12)
    #expect(abs(try share(.batchTokenMean) - 0.4) < 1e-12)
    #expect(abs(try share(.decisionToken) - 0.4) < 1e-12)
  }

  @Test func rewardsSwitchFromGuessingToAbstaining() throws {
    let uniform = targets((0..<4).map { ($0, 1) })
    for (abstain, abstains) in [
      (-3.0, false), (-2.5, false), (-1.76, false), (-1.74, true), (0, true),
    ] {
      let rule = RewardRule.paper(abstain: abstain)
      let hedge = try HedgeCalculus(.reward(rule), space: space).hedge(of: uniform)
      #expect(hedge.support == (abstains ? [4] : [0, 1, 2, 3]))
      #expect(hedge.isUnique == abstains)
      let decision = AnswerDecision(rule, truth: [0.25, 0.25, 0.25, 0.25, 0], in: space)
      #expect(decision.guessValue == -1.75 && decision.abstainsWhenBlind == abstains)
    }
    // Any mixture of the options is as good a guess as another.
    let guess = try HedgeCalculus(.reward(.paper(abstain: -3)), space: space).hedge(of: uniform)
    #expect(guess.distance(to: [0, 1, 0, 0, 0]) == 0)
    #expect(abs(guess.distance(to: [0, 0.3, 0, 0, 0.7]) - 0.7) < 1e-12)
    #expect(RewardRule.paper(abstain: -3).chowThreshold == 0)
    #expect(RewardRule.paper(abstain: 0).chowThreshold == 0.6)
    #expect(RewardRule.paper(abstain: nil).chowThreshold == nil)
  }

  @Test func rewardModelsAreHedgedByTheShareOfHighLabels() throws {
    let space = try AnswerSpace(options: ["low", "high"])
    let labels = [WeightedTarget([1, 0], weight: 3), WeightedTarget([0, 1], weight: 1)]
    let hedge = try HedgeCalculus(.rewardModel, space: space).hedge(of: labels)
    #expect(hedge.distribution == [0.75, 0.25])
  }

  /// Every hedge beats small changes of itself in every direction that keeps it a distribution.
  @Test func nothingNearbyIsBetter() throws {
    var random = RandomGenerator(seed: 5)
    let reference = [0.1, 0.2, 0.3, 0.25, 0.15]
    for trial in 0..<20 {
      let targets = (0..<12).map { _ -> WeightedTarget in
        let raw = (0..<5).map { _ in random.uniform() }
        let total = raw.reduce(0, +)
        return WeightedTarget(raw.map { $0 / total }, weight: random.uniform())
      }
      let rule = RewardRule.paper(abstain: random.uniform() * 4 - 3)
      let objectives: [(Objective, isLoss: Bool)] = [
        (.crossEntropy, true), (.squaredError, true), (.labelSmoothing(0.2), true),
        (.reward(rule), false),
        (.regularizedReward(rule, coefficient: 0.5, reference: reference), false),
      ]
      for (objective, isLoss) in objectives {
        let calculus = try HedgeCalculus(objective, space: space)
        let hedge = try calculus.hedge(of: targets)
        let mean = try calculus.meanTarget(of: targets)
        for from in 0..<5 where hedge.distribution[from] > 1e-3 {
          for to in 0..<5 where to != from {
            var other = hedge.distribution
            other[from] -= 1e-3
            other[to] += 1e-3
            let change = calculus.value(of: other, meanTarget: mean) - hedge.value
            #expect((isLoss ? change : -change) > -1e-12, "\(objective.text), trial \(trial)")
          }
        }
      }
    }
  }

  @Test func whatTheReferenceNeverSaysDecidesNothing() throws {
    // The right answer pays most and cannot be given; at a small coefficient e^-2000 is 0.
    let calculus = try HedgeCalculus(
      .regularizedReward(
        .paper(abstain: 0), coefficient: 0.001, reference: [0.5, 0, 0, 0, 0.5]), space: space)
    let hedge = try calculus.hedge(of: targets([(1, 1)]))
    #expect(hedge.distribution == [0, 0, 0, 0, 1])
    #expect(hedge.value.isFinite)
  }

  @Test func settingsThatFitNothingAreRefused() throws {
    func sentence(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      sentence { _ = try RewardRule(right: -1, wrong: 1, abstain: 0) }
        .contains("must earn more than a wrong one"))
    #expect(
      sentence { _ = try HedgeCalculus(.labelSmoothing(2), space: space) }.contains("0...1"))
    #expect(
      sentence { _ = try HedgeCalculus(.rewardModel, space: space) }.contains("low and high"))
    #expect(
      sentence {
        _ = try HedgeCalculus(
          .regularizedReward(.paper(abstain: 0), coefficient: 1, reference: [1]), space: space)
      }.contains("The reference policy has 1 numbers"))
    let calculus = try HedgeCalculus(.crossEntropy, space: space)
    #expect(sentence { _ = try calculus.hedge(of: []) }.contains("no hedge to compute"))
    #expect(
      sentence { _ = try calculus.hedge(of: [WeightedTarget([1, 1, 0, 0, 0])]) }
        .contains("not a distribution"))
    #expect(sentence { _ = try AnswerSpace(options: ["a"]) }.contains("at least two options"))
    #expect(sentence { _ = try AnswerSpace(options: ["a", "a"]) }.contains("different names"))
  }
}
