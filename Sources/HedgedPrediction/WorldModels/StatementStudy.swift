import Statistics
public import TextFiles

/// Long form in a world: what models write about held-out entities on their own, before finetuning
/// and after each arm, by how often training mentioned the entity.
///
/// Finetuning asked one kind of question about one attribute; the statements are of any kind, so they
/// also tell whether a hedge reaches beyond the form it was taught in.
public struct StatementStudy: Sendable {
  /// Statements about each entity.
  public let statements: Int
  /// The frozen model's, then each arm's: numbers a response of all statements about one entity.
  public let models: [(name: String, means: BinnedMeans)]

  /// What is counted, in the order of columns.
  public static let columns = [
    "right", "wrong", "abstains", "right, other attribute", "wrong, other attribute",
    "abstains, other attribute", "coins", "abstains early", "malformed",
  ]

  /// Samples from every run's model about the entities it was judged on.
  ///
  /// - Throws: the errors of the models' files.
  public init(
    _ task: WorldTask, _ result: StudyResult, backend: FinetuningBackend, model path: String,
    statements: Int, bins count: Int, options: HedgeEvaluation.Options,
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws {
    let scores = try Popularity(column: "mentions").scores(
      task.table, generator: RandomGenerator(seed: 0))
    let bins = try ScoreBins(quantilesOf: scores, count: count)
    var schemes: [SupervisionScheme?] = [nil]
    schemes += result.arms.map(\.scheme)
    var done = 0
    let total = 2 * result.runs.count
    models = try schemes.map { scheme in
      var rows = Rows()
      for (number, run) in result.runs.enumerated()
      where scheme.map({ $0 == run.arm.scheme }) ?? (run.arm.scheme == result.arms[0].scheme) {
        let trained = scheme == nil ? path : backend.trained(run.job)
        guard let trained else { continue }
        let questions = zip(run.job.evaluation, run.choice.isJudged).filter(\.1).map(\.0.question)
        let sampled = try SampledStatements(
          task, entities: questions.map { task.entities[$0] }, model: trained,
          statements: statements,
          generator: RandomGenerator(seed: run.seed).child("statements"))
        rows.add(sampled, questions: questions, scores: scores, run: number)
        done += 1
        try progress(done, total)
      }
      return (scheme?.name ?? "before finetuning", rows.means(bins, options))
    }
    self.statements = statements
  }

  /// Every number.
  public var json: JSONValue {
    [
      "statements": .integer(Int64(statements)), "axis": "mentions",
      "models": .array(models.map { ["name": .string($0.name), "means": $0.means.json] }),
    ]
  }

  /// One row an entity and run.
  private struct Rows {
    var columns = [[Double]](repeating: [], count: StatementStudy.columns.count)
    var scores: [Double] = []
    var questions: [Int] = []
    var runs: [Int] = []

    mutating func add(
      _ sampled: SampledStatements, questions: [Int], scores: [Double], run: Int
    ) {
      for (question, count) in zip(questions, sampled.counts) {
        let numbers = [
          count.taught.right, count.taught.wrong, count.taught.abstained, count.other.right,
          count.other.wrong, count.other.abstained, count.coins, count.abstained, count.malformed,
        ]
        for (column, number) in numbers.enumerated() { columns[column].append(Double(number)) }
        self.questions.append(question)
        self.scores.append(scores[question])
        runs.append(run)
      }
    }

    func means(_ bins: ScoreBins, _ options: HedgeEvaluation.Options) -> BinnedMeans {
      BinnedMeans(
        zip(StatementStudy.columns, columns).map { (name: $0, values: $1) }, scores: scores,
        questions: questions, runs: runs, bins: bins, options: options)
    }
  }
}
