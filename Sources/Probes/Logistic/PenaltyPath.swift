/// How the penalty of a logistic probe is chosen.
public struct PenaltyOptions: Sendable, Equatable {
  /// The values of C to try; one value means no cross-validation.
  public var candidates: [Double]
  /// Cross-validation folds; groups are never split between them.
  public var folds: Int
  /// Take the strongest penalty whose loss is within one standard error of the best one's.
  public var oneStandardError: Bool

  /// Seven decades of C from 1e-5 to 10 and five folds unless said otherwise.
  public init(
    candidates: [Double] = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10], folds: Int = 5,
    oneStandardError: Bool = false
  ) {
    (self.candidates, self.folds) = (candidates, folds)
    self.oneStandardError = oneStandardError
  }

  func check() throws {
    guard !candidates.isEmpty, candidates.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw ProbesError.badOption("The values of C are \(candidates); they must be positive.")
    }
    guard folds >= 2 else {
      throw ProbesError.badOption("\(folds) folds are no cross-validation; use at least 2.")
    }
  }
}

/// What cross-validation said about one C.
public struct PenaltyCandidate: Sendable, Equatable {
  /// C.
  public let inverseRegularization: Double
  /// Mean negative log-likelihood (nats) of the rows, each under the fit that did not see its fold.
  public let loss: Double
  /// Standard error of the folds' mean losses: their standard deviation / √folds.
  public let standardError: Double
}

/// The penalty that cross-validation chose.
public struct PenaltyChoice: Sendable, Equatable {
  /// The chosen C.
  public let inverseRegularization: Double
  /// The values that were tried, rising; empty when there was only one to take.
  public let candidates: [PenaltyCandidate]
  /// Folds used; 0 when there was nothing to choose.
  public let folds: Int
  /// The rule, in words.
  public let rule: String
  /// Whether the choice is the smallest or largest C on offer, so that a wider range may be better.
  public let isAtEdge: Bool
}

/// Grouped cross-validation along a path of penalties.
struct PenaltyPath: Sendable {
  let options: PenaltyOptions
  let seed: UInt64
  var isCancelled: @Sendable () -> Bool = { false }
  /// Loose enough to be quick: losses are compared in their third digit.
  private let tolerance = 1e-6

  init(options: PenaltyOptions, seed: UInt64) {
    self.options = options
    self.seed = seed
  }

  /// Chooses C for `training`, whose rows are in `groups`.
  ///
  /// From the smallest C up, every fold starts from its last optimum and all folds share one
  /// curvature factor a C; the path ends early once two values in a row are worse than the best by
  /// more than its standard error. The features stay standardised over the whole training part, so
  /// that C means the same in the folds and in the final fit.
  func choose(
    for training: TrainingRows, groups: [Int], gram: SharedGram
  ) throws -> PenaltyChoice {
    let values = options.candidates.sorted()
    guard values.count > 1 else {
      return PenaltyChoice(
        inverseRegularization: values[0], candidates: [], folds: 0, rule: "given", isAtEdge: false)
    }
    let folds = GroupFolds(groups: groups, folds: options.folds, seed: seed)
    guard folds.count > 1 else {
      throw ProbesError.badOption(
        "All training rows are in one group, so cross-validation cannot choose a penalty; give one."
      )
    }
    var paths = try (0..<folds.count).map { try FoldPath(training, folds.places($0)) }
    var candidates: [PenaltyCandidate] = []
    for value in values {
      let model = try gram.model(
        inverseRegularization: value, share: 1 - 1 / Double(folds.count))
      let (current, solver) = (
        paths, LogisticSolver(tolerance: tolerance, isCancelled: isCancelled)
      )
      let fitted = try parallelMap(paths.count) { fold in
        var path = current[fold]
        try path.advance(to: value, training: training, solver: solver, model: model)
        return path
      }
      paths = fitted
      candidates.append(Self.candidate(value, losses: paths.map { ($0.loss, $0.held.count) }))
      if Self.isFalling(candidates) { break }
    }
    return choice(candidates, tried: values, folds: folds.count)
  }

  private static func candidate(
    _ value: Double, losses: [(total: Double, count: Int)]
  ) -> PenaltyCandidate {
    let means = losses.map { $0.total / Double(max($0.count, 1)) }
    let average = means.reduce(0, +) / Double(means.count)
    let squares = means.reduce(0) { $0 + ($1 - average) * ($1 - average) }
    let deviation = (squares / Double(means.count - 1)).squareRoot()
    let rows = losses.reduce(0) { $0 + $1.count }
    return PenaltyCandidate(
      inverseRegularization: value,
      loss: losses.reduce(0) { $0 + $1.total } / Double(max(rows, 1)),
      standardError: deviation / Double(means.count).squareRoot())
  }

  /// Whether the last two candidates are clearly worse than the best before them.
  private static func isFalling(_ candidates: [PenaltyCandidate]) -> Bool {
    guard candidates.count > 2,
      let best = candidates.dropLast(2).min(by: { $0.loss < $1.loss })
    else { return false }
    return candidates.suffix(2).allSatisfy { $0.loss > best.loss + best.standardError }
  }

  private func choice(
    _ candidates: [PenaltyCandidate], tried values: [Double], folds: Int
  ) -> PenaltyChoice {
    let best = candidates.min { $0.loss < $1.loss } ?? candidates[0]
    let limit = best.loss + (options.oneStandardError ? best.standardError : 0)
    let chosen = candidates.first { $0.loss <= limit } ?? best
    return PenaltyChoice(
      inverseRegularization: chosen.inverseRegularization, candidates: candidates, folds: folds,
      rule: options.oneStandardError
        ? "strongest penalty within one standard error of the lowest \(folds)-fold grouped "
          + "cross-validation loss on the training part"
        : "lowest \(folds)-fold grouped cross-validation loss on the training part",
      isAtEdge: chosen.inverseRegularization == values.first
        || chosen.inverseRegularization == values.last)
  }
}

/// One fold on its way along the path.
private struct FoldPath: Sendable {
  let training: [Int]
  let held: [Int]
  /// Total loss (nats) of the held-out rows under the last fit.
  private(set) var loss = 0.0
  private var parameters: [Double]?

  init(_ rows: TrainingRows, _ places: (training: [Int], held: [Int])) throws {
    (training, held) = places
    let positives = training.count { rows.targets[$0] == 1 }
    guard positives > 0, positives < training.count else {
      throw ProbesError.unusablePart(
        part: "training (without one cross-validation fold)", count: training.count,
        positives: positives, groups: training.count)
    }
  }

  mutating func advance(
    to value: Double, training rows: TrainingRows, solver: LogisticSolver, model: CurvatureModel?
  ) throws {
    let solution = try solver.minimize(
      rows.objective(inverseRegularization: value, places: training), from: parameters,
      model: model)
    parameters = solution.parameters
    let logits = rows.solvable.selecting(held)
      .scores(weights: solution.weights, intercept: solution.intercept)
    loss = 0
    for (place, logit) in zip(held, logits) {
      loss += softplus(rows.targets[place] == 1 ? -logit : logit)
    }
  }
}
