import CKernels
import Statistics

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
  /// From the smallest C up, all folds and a few penalties at a time are fitted in the same passes,
  /// each fold starting from its last optimum; the path ends early once two values in a row are
  /// worse than the best by more than its standard error. The features stay standardised over the
  /// whole training part, so that C means the same in the folds and in the final fit.
  func choose(
    for training: TrainingRows, groups: [Int], curvature: inout SharedCurvature
  ) throws -> PenaltyChoice {
    let values = options.candidates.sorted()
    guard values.count > 1 else {
      return PenaltyChoice(
        inverseRegularization: values[0], candidates: [], folds: 0, rule: "given", isAtEdge: false)
    }
    let folds = GroupFolds(groups: groups, folds: options.folds, seed: seed)
    guard folds.count > 1 else {
      throw ProbesError.nothingToLabel(
        "All training rows are in one group, so cross-validation cannot choose a penalty; give one, "
          + "or more groups.")
    }
    let columns = try Self.columns(training, folds, groups: groups)
    let sizes = (0..<folds.count).map { fold in folds.fold.count { $0 == fold } }
    var solver = LogisticSolver(tolerance: tolerance)
    solver.isCancelled = isCancelled
    var starts: [[Double]]?
    var candidates: [PenaltyCandidate] = []
    let together = max(1, Self.problemsTogether / folds.count)
    for first in stride(from: 0, to: values.count, by: together) {
      let penalties = values[first..<min(values.count, first + together)]
      let problems = LogisticProblems(
        training.solvable, columns,
        penalties.flatMap { c in
          (0..<folds.count).map { .init(column: $0, inverseRegularization: c) }
        })
      let solutions = try solver.minimize(
        problems, from: starts.map { last in penalties.flatMap { _ in last } },
        curvature: &curvature)
      curvature.removeFactors()
      for (place, value) in penalties.enumerated() {
        let fits = solutions[place * folds.count..<(place + 1) * folds.count]
        candidates.append(Self.candidate(value, losses: zip(fits, sizes).map { ($0.heldLoss, $1) }))
        starts = fits.map(\.parameters)
        if Self.isFalling(candidates) {
          return choice(candidates, tried: values, folds: folds.count)
        }
      }
    }
    return choice(candidates, tried: values, folds: folds.count)
  }

  /// Problems that one pass is shared by: the lanes of the kernel's vectors.
  static let problemsTogether = Int(KN_BATCH_LANES)

  /// A column a fold, in which the fold's rows are held out.
  private static func columns(
    _ training: TrainingRows, _ folds: GroupFolds, groups: [Int]
  ) throws -> TargetColumns {
    let columns = TargetColumns(
      (0..<folds.count).map { fold in
        let weights = folds.fold.indices.map { place in
          let weight = training.weights?[place] ?? 1
          return folds.fold[place] == fold ? -weight : weight
        }
        return (training.targets, weights)
      })
    for (fold, summary) in columns.summaries.enumerated()
    where summary.positive <= 0 || summary.positive >= summary.weight {
      let places = folds.places(fold).training
      throw ProbesError.unusablePart(
        part: "training (without one cross-validation fold)", count: places.count,
        positives: summary.positive <= 0 ? 0 : places.count,
        groups: Set(places.map { groups[$0] }).count)
    }
    return columns
  }

  /// Sums the losses of the folds' held-out rows up to what cross-validation says about one C.
  static func candidate(
    _ value: Double, losses: [(total: Double, count: Int)]
  ) -> PenaltyCandidate {
    let means = losses.map { $0.total / Double(max($0.count, 1)) }
    let rows = losses.reduce(0) { $0 + $1.count }
    return PenaltyCandidate(
      inverseRegularization: value,
      loss: losses.reduce(0) { $0 + $1.total } / Double(max(rows, 1)),
      standardError: Sample.variance(means).squareRoot() / Double(means.count).squareRoot())
  }

  /// Whether the last two candidates are clearly worse than the best before them.
  private static func isFalling(_ candidates: [PenaltyCandidate]) -> Bool {
    guard candidates.count > 2,
      let best = candidates.dropLast(2).min(by: { $0.loss < $1.loss })
    else { return false }
    return candidates.suffix(2).allSatisfy { $0.loss > best.loss + best.standardError }
  }

  /// The candidate that the options' rule takes.
  func choice(
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
