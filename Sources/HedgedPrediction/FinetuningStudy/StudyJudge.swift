/// Puts the predictions of runs into the rows that metrics read.
struct StudyJudge {
  let table: OptionTable
  let space: AnswerSpace
  /// What stands for "would be right".
  let reference: String
  /// By seed, one chance an evaluation item; empty when the frozen model itself is the reference.
  private let chances: [UInt64: [Double]]

  /// The reference is the arm that learns the truth alone, where there is one: what the same model
  /// answers when nobody taught it to abstain.
  init(
    table: OptionTable, settings: FinetuningStudy.Settings, runs: [StudyRun], space: AnswerSpace
  ) {
    (self.table, self.space) = (table, space)
    let truthful = runs.filter { $0.arm.scheme == .truth }
    reference =
      truthful.isEmpty
      ? "the frozen model's chance of the right option"
      : "the chance that the arm truth gives to the right answer, with the same seed"
    chances = Dictionary(
      uniqueKeysWithValues: truthful.map { run in
        (
          run.seed,
          zip(run.job.evaluation, run.predictions).map { item, prediction in
            prediction[item.place]
          }
        )
      })
  }

  /// Rows of some runs with scores of one axis.
  func predictions(
    _ runs: [StudyRun], axis: [Double], of values: (StudyRun) -> [[Double]]
  ) throws -> AnswerPredictions {
    var rows = AnswerPredictions(space: space)
    for (number, run) in runs.enumerated() {
      for (place, (item, prediction)) in zip(run.job.evaluation, values(run)).enumerated()
      where run.choice.isJudged[place] {
        let frozen = table.probabilities(item.question)[table.truths[item.question]]
        try rows.append(
          prediction, truth: item.place, score: axis[item.question], question: item.question,
          run: number, referenceRight: chances[run.seed]?[place] ?? frozen)
      }
    }
    return rows
  }

  /// ‖mean prediction - hedge‖₁ over the unfamiliar training examples.
  func residual(_ runs: [StudyRun], hedge: Hedge) throws -> Double {
    var rows = AnswerPredictions(space: space)
    for run in runs {
      let unfamiliar = run.job.examples.filter(\.isUnfamiliar)
      for (example, prediction) in zip(unfamiliar, run.outcome.unfamiliarTraining) {
        try rows.append(prediction, truth: example.truth, score: 0, question: example.source)
      }
    }
    return rows.stationarityResidual(hedge)
  }
}
