import Finetuning
import HedgedPrediction
import LanguageModels
import Statistics
import TestSupport
import Testing

@Suite struct FinetuningBackendTests {
  /// Questions are random tokens; the answer is told by the last of them, for half of the questions.
  private func task(_ count: Int) throws -> (table: OptionTable, tokens: ResponseTokens) {
    var table = try OptionTable(names: ["one", "two", "three"])
    var prompts: [[Int32]] = []
    for index in 0..<count {
      var draws = RandomGenerator(seed: 9).child(index)
      let truth = draws.integer(below: 3)
      let isKnown = index % 2 == 0
      prompts.append(
        (0..<4).map { _ in Int32(20 + draws.integer(below: 400)) }
          + [isKnown ? Int32(10 + truth) : 13])
      try table.append(
        id: "\(index)", truth: truth,
        logProbabilities: (0..<3).map { $0 == truth && isKnown ? -0.1 : -3 },
        columns: ["familiarity": isKnown ? 1 : 0])
    }
    return (
      table,
      try ResponseTokens(
        prompts: prompts, responses: [[1], [2], [3], [4, 5, 6]],
        names: table.names + ["I don't know"])
    )
  }

  private func study(_ table: OptionTable) throws -> FinetuningStudy {
    var settings = FinetuningStudy.Settings()
    settings.schemes = [.truth, .abstainOnUnfamiliar]
    settings.scorer = OracleFamiliarity()
    settings.axes = [OracleFamiliarity()]
    settings.split = .above(-0.5)
    (settings.bins, settings.seeds, settings.resamples) = (2, [0], 0)
    return try FinetuningStudy(table, settings: settings)
  }

  private func options() -> FinetuningBackend.Options {
    var options = FinetuningBackend.Options()
    (options.steps, options.learningRate, options.curve) = (60, 1e-2, [20])
    return options
  }

  private func check(_ result: StudyResult) throws {
    let arm = try #require(result.arm(.abstainOnUnfamiliar))
    #expect(arm.curve.map(\.step) == [20, 60])
    let bins = arm.evaluations[0].evaluation.bins.filter { $0.rows > 0 }
    #expect((bins.last?[.abstain].value ?? 0) > 0.6)
    #expect((bins.first?[.abstain].value ?? 1) < 0.4)
    let truth = try #require(result.arm(.truth)).evaluations[0].evaluation
    #expect(truth.overall[.abstain].value < 0.05)
  }

  @Test func adaptersLearnToAbstainOnWhatCannotBeTold() throws {
    let (table, tokens) = try task(160)
    var adapters = LoRAConfiguration()
    adapters.rank = 8
    adapters.projections = [.query, .value, .up, .down]
    let base = try FrozenBase(path: Goldens.path("tiny-models/llama"))
    func run() throws -> StudyResult {
      try study(table).run(
        FinetuningBackend(
          .adapters(base, adapters), tokens: tokens, names: table.names, options: options(),
          identity: "tiny"))
    }
    let result = try run()
    try check(result)
    let again = try run()
    #expect(again.runs.map(\.outcome) == result.runs.map(\.outcome))
  }

  @Test func wholeSmallModelsLearnIt() throws {
    let (table, tokens) = try task(160)
    let backend = try FinetuningBackend(
      .model(path: Goldens.path("tiny-models/llama")), tokens: tokens, names: table.names,
      options: options(), identity: "tiny")
    #expect(backend.space.names == ["one", "two", "three", "(other)", "I don't know"])
    #expect(backend.responseTokens == [1, 1, 1, 1, 3])
    try check(study(table).run(backend))
  }

  @Test func answersThatBeginAlikeAreASentence() throws {
    let error = #expect(throws: HedgedPredictionError.self) {
      try ResponseTokens(
        prompts: [[1]], responses: [[1, 2], [1, 3]], names: ["New York", "New Orleans"])
    }
    #expect(error?.description.contains("begin with the same token") == true)
    #expect(throws: HedgedPredictionError.self) {
      try ResponseTokens(prompts: [[]], responses: [[1], [2]], names: ["a", "b"])
    }
  }
}
