import Foundation
import HedgedPrediction
import LinearAlgebra
import Statistics
import Synchronization
import TestSupport
import Testing

@Suite struct FinetuningStudyTests {
  private func settings(_ schemes: [SupervisionScheme]) -> FinetuningStudy.Settings {
    var settings = FinetuningStudy.Settings()
    settings.schemes = schemes
    settings.seeds = [0, 1]
    settings.resamples = 50
    settings.axes = [OracleFamiliarity(), GoldLikelihood()]
    return settings
  }

  @Test func theOptionHeadRevertsToTheHedge() throws {
    let table = try SyntheticTable.make(1200)
    let arms: [SupervisionScheme] = [
      .truth, .abstainOnUnfamiliar, .abstainAtRandom, SupervisionScheme(.positions([1, 2])),
    ]
    let study = try FinetuningStudy(table, settings: settings(arms))
    let result = try study.run(OptionHeadBackend(table))
    for arm in result.arms {
      // The bias makes the mean residual over all of training vanish.
      let run = try #require(result.runs.first { $0.arm.scheme == arm.scheme })
      #expect(run.outcome.final.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
    }
    let abstaining = try #require(result.arm(.abstainOnUnfamiliar)).evaluations[0].evaluation
    let bins = abstaining.bins.filter { $0.rows > 0 }
    let (familiar, unfamiliar) = (try #require(bins.first), try #require(bins.last))
    #expect(unfamiliar[.abstain].value > 0.8)
    #expect(familiar[.abstain].value < 0.1)
    let random = try #require(result.arm(.abstainAtRandom)).evaluations[0].evaluation
    #expect(random.bins.filter { $0.rows > 0 }.allSatisfy { $0[.abstain].value < 0.75 })
    let middle = try #require(result.arm(SupervisionScheme(.positions([1, 2]))))
    #expect(abs((middle.plan.hedge?.distribution[1] ?? 0) - 0.5) < 0.06)
    let last = try #require(middle.evaluations[0].evaluation.bins.last { $0.rows > 0 })
    #expect(last.meanPrediction[1] + last.meanPrediction[2] > 0.8)
  }

  /// Gets better until step 2 and worse afterwards.
  private struct Overfitting: HedgeBackend {
    let name = "overfitting"
    let space: AnswerSpace
    let reduction = LossReduction.tokenSum
    let responseTokens: [Int]
    var settings: String { name }

    func run(
      _ job: FinetuningJob, progress: (_ step: Int, _ steps: Int, _ loss: Double) throws -> Void
    ) throws -> FinetuningOutcome {
      let curve: [(step: Int, right: Double)] = [(1, 0.5), (2, 0.9), (3, 0.3)]
      let checkpoints = curve.map { point in
        let wrong = (1 - point.right) / Double(space.count - 1)
        let predictions = job.evaluation.map { item in
          (0..<space.count).map { $0 == item.place ? point.right : wrong }
        }
        return FinetuningOutcome.Checkpoint(step: point.step, predictions: predictions)
      }
      return FinetuningOutcome(checkpoints: checkpoints, unfamiliarTraining: [])
    }
  }

  @Test func trainingStopsWhereStoppingQuestionsAreAnsweredBest() throws {
    let table = try SyntheticTable.make(400)
    let backend = Overfitting(
      space: try AnswerSpace(options: table.names, abstention: "none"),
      responseTokens: [1, 1, 1, 1, 1])
    var settings = settings([.truth])
    let last = try FinetuningStudy(table, settings: settings).run(backend)
    #expect(last.runs.map(\.step) == [3, 3])
    settings.stoppingShare = 0.5
    let stopped = try FinetuningStudy(table, settings: settings).run(backend)
    #expect(stopped.runs.map(\.step) == [2, 2])
    let overall = stopped.arms[0].evaluations[0].evaluation.overall
    #expect(abs(overall[.right].value - 0.9) < 1e-12)
    #expect(overall.rows * 2 == last.arms[0].evaluations[0].evaluation.overall.rows)
    #expect(stopped.arms[0].halfLife?.peakStep == 3)
    settings.stoppingShare = 1
    #expect(throws: HedgedPredictionError.self) {
      try FinetuningStudy(table, settings: settings)
    }
  }

  @Test func finishedArmsAreNotTrainedAgain() throws {
    let table = try SyntheticTable.make(300)
    let folder = try TemporaryFolder()
    let study = try FinetuningStudy(table, settings: settings([.truth, .abstainOnUnfamiliar]))
    let first = try study.run(OptionHeadBackend(table), folder: folder.path)
    #expect(first.runs.allSatisfy { !$0.wasFinishedBefore })
    let second = try study.run(OptionHeadBackend(table), folder: folder.path) { _, _, _, _, _ in
      Issue.record("An arm was trained twice.")
    }
    #expect(second.runs.allSatisfy { $0.wasFinishedBefore })
    #expect(first.runs.map(\.outcome) == second.runs.map(\.outcome))
    // Another reduction is another run.
    let third = try study.run(
      OptionHeadBackend(
        table, reduction: .sequenceMean, responseTokens: [1, 1, 1, 1, 4]), folder: folder.path)
    #expect(third.runs.allSatisfy { !$0.wasFinishedBefore })
  }

  @Test func aSequenceMeanWeighsLongResponsesLess() throws {
    let table = try SyntheticTable.make(2000)
    let study = try FinetuningStudy(table, settings: settings([.abstainAtRandom]))
    let mean = try study.run(
      OptionHeadBackend(table, reduction: .sequenceMean, responseTokens: [1, 1, 1, 1, 4]))
    let sum = try study.run(OptionHeadBackend(table))
    func abstaining(_ result: StudyResult) -> Double {
      result.arms[0].evaluations[0].evaluation.overall[.abstain].value
    }
    // 40 % four-token refusals beside one-token answers: .4 / 4 over (.4 / 4 + .6).
    #expect(abs(abstaining(sum) - 0.4) < 0.03)
    #expect(abs(abstaining(mean) - 0.1 / 0.7) < 0.02)
  }

  @Test func theFeatureHeadLearnsFromHiddenStates() throws {
    let table = try SyntheticTable.make(400, options: 5, ownOptions: false)
    var generator = RandomGenerator(seed: 2)
    let features = Matrix<Float>(
      rows: table.count, columns: 12,
      elements: (0..<table.count).flatMap { question in
        let familiarity = table.columns["familiarity"]?[question] ?? 0
        return (0..<12).map { column in
          Float((column == table.truths[question] ? 4 * familiarity : 0) + generator.normal())
        }
      })
    var options = FeatureHeadBackend.Options()
    (options.steps, options.curve) = (150, [50])
    let backend = try FeatureHeadBackend(table, features: features, options: options)
    var settings = settings([.truth, .abstainOnUnfamiliar])
    settings.scorer = OracleFamiliarity()
    let study = try FinetuningStudy(table, settings: settings)
    let result = try study.run(backend)
    #expect(result.arms[0].curve.map(\.step) == [50, 150])
    let bins = result.arms[1].evaluations[0].evaluation.bins.filter { $0.rows > 0 }
    #expect((bins.last?[.abstain].value ?? 0) > 0.5)
    #expect((bins.first?[.abstain].value ?? 1) < 0.2)
    let again = try study.run(backend)
    #expect(again.runs.map(\.outcome) == result.runs.map(\.outcome))
    #expect(throws: HedgedPredictionError.self) {
      try FeatureHeadBackend(table, features: Matrix(rows: 3, columns: 2))
    }
  }

  @Test func anEmptyUnfamiliarShareIsASentence() throws {
    let table = try SyntheticTable.make(100)
    var settings = settings([.truth])
    settings.split = .above(1e9)
    let error = #expect(throws: HedgedPredictionError.self) {
      try FinetuningStudy(table, settings: settings).run(OptionHeadBackend(table))
    }
    #expect(error?.description.contains("No example is unfamiliar") == true)
  }
}
