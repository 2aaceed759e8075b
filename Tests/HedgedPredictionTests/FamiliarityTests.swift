import Foundation
import HedgedPrediction
import Statistics
import Testing

@Suite struct FamiliarityTests {
  @Test func scoresAreWhatTheirNamesSay() throws {
    var table = try OptionTable(names: ["a", "b", "c", "d"])
    try table.append(
      id: "half", truth: 0, logProbabilities: [0.5, 0.25, 0.125, 0.125].map { log($0) },
      columns: ["population": 999])
    // A tenth of the mass on all options together: scores renormalise, samples do not.
    try table.append(
      id: "tenth", truth: 1, logProbabilities: [0.025, 0.025, 0.025, 0.025].map { log($0) },
      columns: ["population": 0])
    let seed: UInt64 = 1
    func scores(_ name: String) throws -> [Double] {
      try FamiliarityScorers.named(name).scores(table, for: .binning, seed: seed)
    }
    let (likelihood, entropy) = (try scores("gold-nll"), try scores("entropy"))
    #expect(abs(likelihood[0] - log(2)) < 1e-12)
    #expect(abs(likelihood[1] - log(4)) < 1e-12)
    #expect(abs(entropy[1] - log(4)) < 1e-12)
    #expect(try scores("population") == [-3, 0])
    let errors = try scores("errors:4000")
    #expect(abs(errors[0] / 4000 - 0.5) < 0.03)
    #expect(abs(errors[1] / 4000 - 0.975) < 0.01)
  }

  @Test func samplesForRelabellingAndBinningShareNoNoise() throws {
    let table = try SyntheticTable.make(2000)
    let scorer = SampledErrors(samples: 12)
    let relabelling = try scorer.scores(table, for: .relabelling, seed: 3)
    let binning = try scorer.scores(table, for: .binning, seed: 3)
    #expect(try scorer.scores(table, for: .relabelling, seed: 3) == relabelling)
    let chances = try GoldLikelihood().scores(table, for: .binning, seed: 3).map { 1 - exp(-$0) }
    let noise = [relabelling, binning].map { scores in
      zip(scores, chances).map { $0 / 12 - $1 }
    }
    #expect(abs(RankCorrelation.spearman(noise[0], noise[1])) < 0.06)
    // The same draws would make them the same numbers.
    #expect(relabelling != binning)
  }

  @Test func falseFactsAreAddedUpOverAnEntity() throws {
    var table = try OptionTable(names: ["true", "false"])
    for fact in 0..<6 {
      try table.append(
        id: "known \(fact)", group: "known", truth: 0, logProbabilities: [0, -.infinity])
      try table.append(
        id: "unknown \(fact)", group: "unknown", truth: 0, logProbabilities: [-.infinity, 0])
    }
    let scores = try FalseFacts(responses: 3).scores(table, for: .binning, seed: 0)
    #expect(zip(table.groups, scores).allSatisfy { $1 == ($0 == "known" ? 0 : 6) })
  }

  @Test func ignoranceEndsWhereABlindGuessWouldDoBetter() {
    func state(_ p: Double) -> KnowledgeState { KnowledgeState(goldNLL: -log(p), options: 4) }
    #expect(state(0.71) == .known)
    #expect(state(0.69) == .ignorance)
    #expect(state(0.2501) == .ignorance)
    #expect(state(0.2499) == .misinformation)
  }

  @Test func missingColumnsAndLabelsAreSentences() throws {
    let table = try SyntheticTable.make(20)
    #expect(
      throws: HedgedPredictionError.badData(
        "The questions have no column \"mentions\"; there is familiarity, population.")
    ) { try Popularity(column: "mentions").scores(table, for: .binning, seed: 0) }
    var other = try OptionTable(names: ["a", "b"])
    #expect(throws: HedgedPredictionError.self) {
      try other.append(id: "x", truth: 2, logProbabilities: [-1, -1])
    }
    #expect(throws: HedgedPredictionError.self) {
      try other.append(id: "x", truth: 0, logProbabilities: [.nan, -1])
    }
    #expect(throws: HedgedPredictionError.self) { try FamiliarityScorers.named("errors:0") }
  }

  @Test func scorersThatSeeTheSameAgree() throws {
    let table = try SyntheticTable.make(400)
    let names = ["gold-nll", "oracle", "entropy"]
    let scores = try names.map { name in
      (name: name, values: try FamiliarityScorers.named(name).scores(table, for: .binning, seed: 0))
    }
    let agreement = ScorerAgreement(scores, of: table, resamples: 200)
    #expect(agreement.pairs.count == 3)
    for pair in agreement.pairs {
      #expect(pair.correlation.value > 0.6)
      #expect(pair.correlation.low < pair.correlation.value)
      #expect(pair.correlation.count == 400)
    }
    #expect(agreement.predictionOfErrors[0].auroc.value > 0.95)
    #expect(agreement.predictionOfErrors[1].auroc.value > 0.75)
  }
}
