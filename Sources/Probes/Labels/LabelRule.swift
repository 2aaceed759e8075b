/// A half-open range of entropies in nats: `low` is in, `high` is out.
public struct EntropyBand: Sendable, Equatable {
  /// The smallest entropy inside.
  public let low: Double
  /// The smallest entropy above; infinity for none.
  public let high: Double

  /// A band.
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` when nothing can lie in it.
  public init(_ low: Double, _ high: Double = .infinity) throws {
    guard low >= 0, low < high, low.isFinite else {
      throw ProbesError.badOption(
        "A band of entropies runs from a number of nats to a larger one; found \(low) to \(high).")
    }
    (self.low, self.high) = (low, high)
  }

  /// The band of the paper's main results, [2, 3) nats.
  public static let paper = EntropyBand(low: 2, high: 3)

  private init(low: Double, high: Double) { (self.low, self.high) = (low, high) }

  /// Whether an entropy lies inside; NaN does not.
  public func contains(_ entropy: Double) -> Bool { entropy >= low && entropy < high }

  /// The band as a range, without an end when it has none.
  public var text: String { high == .infinity ? "[\(low), ∞)" : "[\(low), \(high))" }
}

/// A number that a regression predicts at each position.
public enum RegressionTarget: String, Sendable, CaseIterable {
  /// The reference's entropy, nats.
  case largeEntropy = "large_entropy"
  /// ln of the reference's entropy, clamped to [0.05, 10] first.
  case logLargeEntropy = "log_large_entropy"
  /// The small model's own entropy, nats: a control, since the model computes it.
  case smallEntropy = "small_entropy"
  /// The Jensen-Shannon divergence of both distributions, nats.
  case divergence = "jsd"
  /// ln of that divergence, clamped to at least 1e-8 first.
  case logDivergence = "log_jsd"
}

/// What is asked about a position in the band. Class 1, the positive one, is always aleatoric.
public enum LabelTask: Sendable, Equatable {
  /// Class 0 (epistemic) when the reference's entropy is below `zeroBelow`; class 1 (aleatoric) when
  /// it differs from the small model's by at most `within`; positions that are neither, or both, are
  /// discarded. Ahdritz et al. 2024: 0.2 and 0.1 nats.
  case gap(zeroBelow: Double, within: Double)
  /// The reference's entropy in `bins` equal bins over [from, to], closed on the left, the last one
  /// open to infinity; nothing is discarded. The paper's two bins over [0, 1] divide at 0.5 nats.
  case bins(Int, from: Double, to: Double)
  /// What a world says the next token is: class 0 for `zero`, class 1 for `one`, by name.
  case kinds(zero: [String], one: [String])
  /// A number instead of a class.
  case regression(RegressionTarget)

  /// The paper's task with a gap.
  public static let paperGap = LabelTask.gap(zeroBelow: 0.2, within: 0.1)
  /// The paper's task without one: aleatoric from `threshold` nats up.
  public static func threshold(_ threshold: Double = 0.5) -> LabelTask {
    .bins(2, from: 0, to: 2 * threshold)
  }

  /// How many classes there are; 0 for a regression.
  public var classes: Int {
    switch self {
    case .gap, .kinds: 2
    case .bins(let count, _, _): count
    case .regression: 0
    }
  }
}

/// How positions become labels: everything that decides them but the data.
public struct LabelRule: Sendable, Equatable {
  /// Small-model entropies that are considered.
  public var band: EntropyBand
  /// What is asked.
  public var task: LabelTask
  /// Whose entropy the small model's is compared with.
  public var source: ReferenceSource
  /// Positions left out at the start of every document, where the model has read next to nothing.
  public var skippedPositions: Int

  /// A rule; the paper's gap task in the band [2, 3) unless said otherwise.
  public init(
    band: EntropyBand = .paper, task: LabelTask = .paperGap, source: ReferenceSource = .model,
    skippedPositions: Int = 0
  ) {
    self.band = band
    self.task = task
    self.source = source
    self.skippedPositions = skippedPositions
  }

  /// Throws ``ProbesError/badOption(_:)`` for settings that mean nothing.
  func check() throws {
    func refuse(_ problem: String) -> ProbesError { .badOption(problem) }
    guard skippedPositions >= 0 else {
      throw refuse("The number of skipped positions cannot be \(skippedPositions).")
    }
    switch task {
    case .gap(let zeroBelow, let within):
      guard zeroBelow > 0, within >= 0, zeroBelow.isFinite, within.isFinite else {
        throw refuse(
          "The gap task needs a positive threshold and a distance of at least 0; found \(zeroBelow) "
            + "and \(within).")
      }
    case .bins(let count, let from, let to):
      guard (2...255).contains(count), from < to, from.isFinite, to.isFinite else {
        throw refuse(
          "The bins of a task are 2 to 255 between two rising numbers; found \(count) from \(from) "
            + "to \(to).")
      }
    case .kinds(let zero, let one):
      guard !zero.isEmpty, !one.isEmpty, Set(zero).isDisjoint(with: one) else {
        throw refuse("Each class of a task by kinds needs kinds of its own.")
      }
    case .regression:
      break
    }
  }
}
