import Calibration
import Foundation
import Statistics
import TestSupport
import Testing
import TextFiles

@testable import HedgedPrediction

/// Closed forms and exact fits against SciPy's optimisers.
@Suite struct HedgeGoldenTests {
  private let golden: JSONValue

  init() throws { golden = try JSONValue.load(path: Goldens.path("hedged.json")) }

  private func rows(_ value: JSONValue) throws -> [[Double]] {
    try #require(value.array).map { try $0.asNumbers() }
  }

  @Test func hedgesAreTheOptimaThatSciPyFinds() throws {
    let space = AnswerSpace.letters(4, abstention: true)
    for item in try #require(golden.member("hedges").array) {
      let weights = try item.member("weights").asNumbers()
      let targets = zip(try rows(item.member("targets")), weights).map {
        WeightedTarget($0, weight: $1)
      }
      let rule = RewardRule.paper(abstain: try item.member("abstain").asNumber())
      let objectives: [(String, Objective, LossReduction)] = [
        ("token-sum", .crossEntropy, .tokenSum), ("sequence-mean", .crossEntropy, .sequenceMean),
        ("squared", .squaredError, .tokenSum), ("smoothed", .labelSmoothing(0.1), .tokenSum),
        (
          "regularized",
          .regularizedReward(
            rule, coefficient: try item.member("beta").asNumber(),
            reference: try item.member("reference").asNumbers()), .tokenSum
        ),
      ]
      for (name, objective, reduction) in objectives {
        let calculus = try HedgeCalculus(
          objective, space: space, reduction: reduction,
          responseTokens: try item.member("tokens").asNumbers().map { Int($0) })
        let hedge = try calculus.hedge(of: targets)
        let expected = try item.member("hedges").member(name).asNumbers()
        for (a, b) in zip(hedge.distribution, expected) {
          #expect(abs(a - b) < 2e-6, "\(name): \(a) and \(b)")
        }
      }
    }
  }

  @Test func headsAreTheFitsThatSciPyFinds() throws {
    for item in try #require(golden.member("heads").array) {
      let evidence = try rows(item.member("evidence"))
      let questions = WorldQuestions(
        settings: .init(), familiarity: evidence.map { _ in 0.5 },
        deviation: evidence.map { _ in 1 },
        truths: try item.member("truths").asNumbers().map { Int($0) },
        evidence: evidence.flatMap { $0 }, generator: RandomGenerator(seed: 0))
      let targets = zip(
        try rows(item.member("targets")), try item.member("weights").asNumbers()
      ).map { WeightedTarget($0, weight: $1) }
      let fit = try EvidenceHead.fit(questions, targets: targets)
      #expect(abs(fit.loss - (try item.member("loss").asNumber())) < 1e-9)
      #expect(abs(fit.head.slope - (try item.member("slope").asNumber())) < 1e-5)
      for (a, b) in zip(fit.head.biases, try item.member("biases").asNumbers()) {
        #expect(abs(a - b) < 1e-5)
      }
    }
  }

  @Test func distancesAreSciPys() throws {
    for item in try #require(golden.member("distances").array) {
      let (p, q) = (try item.member("p").asNumbers(), try item.member("q").asNumbers())
      let values = [
        ("total_variation", Divergence.totalVariation(p, q)),
        ("kl", Divergence.kullbackLeibler(p, q)), ("js", Divergence.jensenShannon(p, q)),
        ("entropy", Divergence.entropy(p)),
      ]
      for (name, value) in values {
        #expect(abs(value - (try item.member(name).asNumber())) < 1e-12, "\(name)")
      }
    }
  }

  @Test func tiedConfidencesCountAsRandomOrders() throws {
    let item = try golden.member("risk_coverage")
    let curve = try RiskCoverage(
      confidences: item.member("confidence").asNumbers(), losses: item.member("loss").asNumbers())
    let error = try item.member("standard_error").asNumber()
    #expect(abs(curve.aurc - (try item.member("aurc").asNumber())) < 5 * error)
  }

  /// Every regularised or supervised hedge of a recognition world is in agreement with its shares.
  @Test func recognitionWorldsAreTheirIntegrals() throws {
    let world = try RecognitionWorld(
      hedge: [0.1, 0.2, 0.2, 0.1, 0.4], unfamiliarShare: 0.3, rewards: .paper(abstain: -0.5))
    // A midpoint sum over familiarity in place of the closed form.
    let steps = 20_000
    var sums = (right: 0.3 * 0.6 / 4, abstain: 0.3 * 0.4, answered: 0.0, wrong: 0.0)
    let t = world.chowFamiliarity
    for step in 0..<steps {
      let c = (Double(step) + 0.5) / Double(steps)
      let shares = world.shares(familiarity: c)
      sums.right += 0.7 * shares.right / Double(steps)
      sums.abstain += 0.7 * shares.abstain / Double(steps)
      if c >= t {
        sums.answered += 0.7 / Double(steps)
        sums.wrong += 0.7 * (1 - c) * 0.75 / Double(steps)
      }
    }
    #expect(abs(sums.right - world.overall.right) < 1e-6)
    #expect(abs(sums.abstain - world.overall.abstain) < 1e-6)
    let point = world.riskCoverage(from: t)
    #expect(abs(point.coverage - sums.answered) < 1e-4)
    #expect(abs(point.risk - sums.wrong / sums.answered) < 1e-4)
    // Chow's threshold is the best one.
    for other in [0, 0.1, 0.3, t - 0.05, t + 0.05, 0.9] {
      #expect(world.reward(from: other) <= world.reward(from: t) + 1e-9)
    }
    #expect(throws: HedgedPredictionError.self) {
      _ = try RecognitionWorld(
        hedge: [0.5, 0.5, 0], unfamiliarShare: 2, rewards: .paper(abstain: 0))
    }
  }
}
