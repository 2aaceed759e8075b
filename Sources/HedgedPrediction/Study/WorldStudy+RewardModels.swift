import Calibration
import Probes
import Statistics
import TextFiles

extension WorldStudy {
  func rewardModelResult(_ data: MarginRewardModel.Data) throws -> JSONValue {
    let policies = try runs(.truth).map(\.head)
    let models = try parallelMap(worlds.count) { number in
      let world = worlds[number]
      return try MarginRewardModel(
        data, on: world.training, isUnfamiliar: world.arms.split.isUnfamiliar,
        policy: policies[number], generator: world.generator.child("reward model"))
    }
    var columns = RewardModelColumns()
    for (run, model) in models.enumerated() {
      let heldOut = worlds[run].heldOut
      let scores = model.scores(heldOut, stream: "held out")
      for question in 0..<heldOut.count {
        columns.add(
          scores[question], truth: heldOut.truths[question],
          policy: policies[run].predict(heldOut.evidence(question)),
          score: 1 - heldOut.familiarity[question], question: run * settings.heldOut + question,
          run: run)
      }
    }
    let means = columns.means(bins: bins, options: options)
    return [
      "name": .string(data.name),
      "examples": .integer(Int64(models.first?.examples ?? 0)),
      "familiar_rate": .number(Sample.mean(models.map(\.familiarRate))),
      "hedge": .number(Sample.mean(models.map(\.unfamiliarRate))),
      "slope": .number(Sample.mean(models.map(\.line.slope))),
      "auroc_unfamiliar": .finite(try columns.auroc(scoresFrom: 0.95)),
      "means": means.json,
    ]
  }

  func longFormResult() throws -> JSONValue {
    let policies = try runs(.truth).map(\.head)
    let entities = max(settings.heldOut / 2, 50)
    let kinds: [(String, MarginRewardModel.Data?)] = [
      ("standard", .strongerSamples(accuracy: LongForm.Settings().strongerAccuracy)),
      ("conservative", .ownSamples), ("strict", .unfamiliarWrong), ("oracle", nil),
    ]
    let forms = try parallelMap(worlds.count) { number in
      let form = LongForm(
        worlds[number].world, entities: entities, policy: policies[number],
        generator: worlds[number].generator.child("long form"))
      return (
        form,
        try kinds.map { _, data in
          try data.map { try form.outcome($0) } ?? form.oracleOutcome()
        }
      )
    }
    func joined(_ values: (LongForm, [LongForm.Outcome]) -> [Double]) -> [Double] {
      forms.flatMap(values)
    }
    func truth(_ form: LongForm) -> [Double] {
      zip(form.trueFacts, form.falseFacts).map { LongForm.reward(trueFacts: $0, falseFacts: $1) }
    }
    var columns: [(name: String, values: [Double])] = [
      ("sft true", joined { form, _ in form.trueFacts }),
      ("sft false", joined { form, _ in form.falseFacts }),
      ("sft reward", joined { form, _ in truth(form) }),
    ]
    for (place, kind) in kinds.enumerated() {
      let name = kind.0
      columns.append(("\(name) true", joined { $1[place].trueFacts }))
      columns.append(("\(name) false", joined { $1[place].falseFacts }))
      columns.append(("\(name) estimate", joined { $1[place].estimates }))
      columns.append(
        (
          "\(name) over-estimate",
          joined { form, outcomes in zip(outcomes[place].estimates, truth(form)).map { $0 - $1 } }
        ))
      columns.append(
        (
          "\(name) hacking gap",
          joined { _, outcomes in
            let outcome = outcomes[place]
            return outcome.estimatesAfter.indices.map {
              outcome.estimatesAfter[$0]
                - LongForm.reward(
                  trueFacts: outcome.trueFacts[$0], falseFacts: outcome.falseFacts[$0])
            }
          }
        ))
    }
    let means = BinnedMeans(
      columns, scores: joined { form, _ in form.familiarity.map { 1 - $0 } },
      questions: Array(0..<entities * worlds.count),
      runs: (0..<entities * worlds.count).map { $0 / entities }, bins: bins, options: options)
    return ["facts": .integer(Int64(LongForm.Settings().facts)), "means": means.json]
  }
}

/// What a reward model says of right and wrong answers, a row a question.
private struct RewardModelColumns {
  private var right: [Double] = []
  private var wrong: [Double] = []
  private var bias: [Double] = []
  private var over: [Double] = []
  private var under: [Double] = []
  private var scores: [Double] = []
  private var questions: [Int] = []
  private var runs: [Int] = []
  private var answers: [(score: Double, isRight: Bool, axis: Double)] = []

  mutating func add(
    _ believed: [Double], truth: Int, policy: [Double], score: Double, question: Int, run: Int
  ) {
    let others = believed.indices.filter { $0 != truth }
    right.append(believed[truth])
    wrong.append(Sample.mean(others.map { believed[$0] }))
    // Expectations over the policy's own answers, without sampling.
    var sums = (bias: 0.0, over: 0.0, wrong: 0.0)
    for option in believed.indices {
      let isRight = option == truth
      sums.bias += policy[option] * (believed[option] - (isRight ? 1 : 0))
      if !isRight {
        sums.wrong += policy[option]
        if believed[option] >= 0.5 { sums.over += policy[option] }
      }
      answers.append((believed[option], isRight, score))
    }
    bias.append(sums.bias)
    over.append(sums.wrong > 0 ? sums.over / sums.wrong : .nan)
    under.append(believed[truth] < 0.5 ? 1 : 0)
    scores.append(score)
    questions.append(question)
    runs.append(run)
  }

  func means(bins: ScoreBins, options: HedgeEvaluation.Options) -> BinnedMeans {
    BinnedMeans(
      [
        ("right answers", right), ("wrong answers", wrong), ("over-estimate", bias),
        ("believed though wrong", over), ("doubted though right", under),
      ], scores: scores, questions: questions, runs: runs, bins: bins, options: options)
  }

  /// How well the scores rank right answers above wrong ones among questions with at least this score.
  func auroc(scoresFrom axis: Double) throws -> Double {
    let part = answers.filter { $0.axis >= axis }
    guard !part.isEmpty else { return .nan }
    return try Calibration.auroc(scores: part.map(\.score), labels: part.map(\.isRight))
  }
}
