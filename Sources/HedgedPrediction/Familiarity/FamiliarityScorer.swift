public import Statistics

/// What a score is used for. Scores that are sampled draw anew for each purpose, so that the noise
/// that got an example relabelled does not also choose the bin it is judged in (regression to the
/// mean would then look like a hedge).
public enum ScoringPurpose: String, Sendable, CaseIterable {
  /// To decide which finetuning examples are unfamiliar.
  case relabelling
  /// To place questions on the axis of a figure.
  case binning
}

/// Says how unfamiliar a question is to a model: one number a question, higher = less familiar.
public protocol FamiliarityScorer: Sendable {
  /// The name used in files and options.
  var name: String { get }
  /// What the numbers are, with their unit.
  var text: String { get }
  /// Whether the right answer is needed: such scores do not exist at deployment.
  var needsTruth: Bool { get }
  /// Whether the numbers are sampled, so that two purposes get different ones.
  var isSampled: Bool { get }

  /// Scores all questions of a table; `generator` is the purpose's own stream.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` when the table lacks a column.
  func scores(_ table: OptionTable, generator: RandomGenerator) throws -> [Double]
}

extension FamiliarityScorer {
  /// Scores for a purpose; sampled ones of different purposes share no draw.
  public func scores(
    _ table: OptionTable, for purpose: ScoringPurpose, seed: UInt64
  ) throws -> [Double] {
    let generator = RandomGenerator(seed: seed).child("familiarity").child(name)
    return try scores(table, generator: generator.child(purpose.rawValue))
  }
}

/// The scorers by name.
public enum FamiliarityScorers {
  /// Reads `gold-nll`, `errors` or `errors:12`, `false-facts` or `false-facts:2`, `entropy`, `oracle`,
  /// or the name of a column, which counts as popularity (higher = more familiar).
  ///
  /// - Throws: ``HedgedPredictionError/badSetting(_:)`` for a count that is not positive.
  public static func named(_ name: String) throws -> any FamiliarityScorer {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    let count = parts.count == 2 ? Int(parts[1]) : nil
    if parts.count == 2, (count ?? 0) < 1 {
      throw HedgedPredictionError.badSetting(
        "\"\(name)\" needs a positive number of samples behind the colon.")
    }
    switch parts.first {
    case "gold-nll": return GoldLikelihood()
    case "errors": return SampledErrors(samples: count ?? 12)
    case "false-facts": return FalseFacts(responses: count ?? 2)
    case "entropy": return AnswerEntropy()
    case "oracle": return OracleFamiliarity()
    default: return Popularity(column: name)
    }
  }

  /// Those that a table can give: all that need no column, and popularity for each column.
  public static func available(for table: OptionTable) -> [any FamiliarityScorer] {
    var scorers: [any FamiliarityScorer] = [GoldLikelihood(), SampledErrors(), AnswerEntropy()]
    for name in table.columns.keys.sorted() {
      scorers.append(
        name == OracleFamiliarity.column ? OracleFamiliarity() : Popularity(column: name))
    }
    if Set(table.groups).count < table.count { scorers.append(FalseFacts()) }
    return scorers
  }
}
