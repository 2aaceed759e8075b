import Foundation
import Testing

@testable import Probes

/// Scores of distributions whose answers are known.
@Suite struct ICLTScoreTests {
  /// Logits that put probability `share` on one of 50 tokens and spread the rest evenly.
  private func row(_ token: Int, _ share: Double) -> NextTokenDistribution {
    var logits = [Float](repeating: Float(log((1 - share) / 49)), count: 50)
    logits[token] = Float(log(share))
    return NextTokenDistribution(logits[...])
  }

  private let tokens: [Int32] = [3, 7, 20]
  private let probabilities = [0.5, 0.2, 0.1]
  private var weights: [Double] { probabilities.map { $0 / 0.8 } }

  @Test func aModelThatIgnoresHints() {
    let logits = (0..<50).map { Float(sin(Double($0))) }
    let rows = [NextTokenDistribution](
      repeating: NextTokenDistribution(logits[...]), count: tokens.count)
    let scores = ICLTScores(tokens: tokens, probabilities: probabilities, after: rows)
    #expect(scores.mutualInformation < 1e-15)
    #expect(scores.fullMutualInformation < 1e-12)
    #expect(abs(scores.minimumEntropy - rows[0].entropy) < 1e-12)
    #expect(abs(scores.weightedEntropy - rows[0].entropy) < 1e-12)
  }

  @Test func aPerfectCopier() {
    let rows = tokens.map { token in
      var logits = [Float](repeating: -.infinity, count: 50)
      logits[Int(token)] = 3
      return NextTokenDistribution(logits[...])
    }
    let scores = ICLTScores(tokens: tokens, probabilities: probabilities, after: rows)
    let entropy = -weights.reduce(0) { $0 + $1 * log($1) }
    #expect(scores.minimumEntropy == 0)
    #expect(scores.weightedEntropy == 0)
    #expect(abs(scores.mutualInformation - entropy) < 1e-12)
    #expect(abs(scores.fullMutualInformation - entropy) < 1e-12)
    #expect(scores.copyProbabilities == [1, 1, 1])
    #expect(abs(scores.probabilityNorm - 0.8) < 1e-12)
    #expect(abs(scores.lift - 2.0 / 3) < 1e-12)
  }

  @Test func definitions() {
    let rows = [row(3, 0.9), row(7, 0.4), row(5, 0.6)]
    let scores = ICLTScores(tokens: tokens, probabilities: probabilities, after: rows)
    func exact(_ share: Double) -> Double {
      -share * log(share) - (1 - share) * log((1 - share) / 49)
    }
    let entropies = [exact(0.9), exact(0.4), exact(0.6)]
    #expect(zip(scores.hintEntropies, entropies).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(abs(scores.minimumEntropy - entropies[0]) < 1e-6)
    let weighted = zip(weights, entropies).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(scores.weightedEntropy - weighted) < 1e-6)
    let copied = [0.9, 0.4, 0.4 / 49]
    #expect(zip(scores.copyProbabilities, copied).allSatisfy { abs($0 - $1) < 1e-6 })
    let norm = zip(probabilities, copied).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(scores.probabilityNorm - norm) < 1e-6)
    #expect(scores.mutualInformation > 0.1)
    #expect(scores.mutualInformation < -weights.reduce(0) { $0 + $1 * log($1) })
    #expect(scores.fullMutualInformation > 0)
  }

  @Test func nothingIsLostWhenTheHintsAreImpossible() {
    // All shares of the hinted tokens underflow; the restricted scores still compare them.
    let rows = tokens.map { token in
      var logits = [Float](repeating: -2000, count: 50)
      logits[0] = 0
      logits[Int(token)] = -1900
      return NextTokenDistribution(logits[...])
    }
    let scores = ICLTScores(tokens: tokens, probabilities: probabilities, after: rows)
    let entropy = -weights.reduce(0) { $0 + $1 * log($1) }
    #expect(abs(scores.mutualInformation - entropy) < 1e-9)
    #expect(scores.copyProbabilities == [0, 0, 0])
    #expect(scores.fullMutualInformation == 0)
  }

  @Test func candidateRules() {
    var logits = [Float](repeating: -30, count: 50)
    for (token, share) in [(9, 0.4), (4, 0.3), (30, 0.2), (6, 0.06), (8, 0.04)] {
      logits[token] = Float(log(share))
    }
    let row = NextTokenDistribution(logits[...])
    func tokens(_ rule: ICLTCandidateRule) -> [Int32] { row.candidates(rule).map(\.token) }
    #expect(tokens(ICLTCandidateRule(count: 3)) == [9, 4, 30])
    #expect(tokens(ICLTCandidateRule(count: 10, nucleus: 0.69)) == [9, 4])
    #expect(tokens(ICLTCandidateRule(count: 10, nucleus: 0.75)) == [9, 4, 30])
    #expect(tokens(ICLTCandidateRule(count: 10, floor: 0.05)) == [9, 4, 30, 6])
    #expect(tokens(ICLTCandidateRule(count: 10, floor: 0.9)) == [9])
    #expect(tokens(ICLTCandidateRule(count: 60)).count == 50)
    let even = NextTokenDistribution([Float](repeating: 1, count: 8)[...])
    #expect(even.candidates(ICLTCandidateRule(count: 3)).map(\.token) == [0, 1, 2])
    #expect(abs(even.entropy - log(8)) < 1e-7)
  }
}
