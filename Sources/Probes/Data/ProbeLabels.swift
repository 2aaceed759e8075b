/// What is known of every row of features: its label, its group, its name and its length.
public struct ProbeLabels: Sendable, Equatable {
  /// What is predicted; true is the positive class. One a row.
  public let labels: [Bool]
  /// Rows with equal groups never end up in different parts, and are resampled together.
  public let groups: [String]
  /// The rows' names.
  public let ids: [String]
  /// The number of tokens of each row's text, for the length baseline; nil when it is not known.
  public var tokenCounts: [Int]?
  /// What the labels mean, for reports and probe files.
  public var definition: LabelDefinition

  /// Joins labels with groups and ids; rows without a group are groups of their own, rows without
  /// an id are called by their 1-based number.
  ///
  /// - Throws: ``ProbesError/rowsDiffer(what:expected:found:)``.
  public init(
    labels: [Bool], groups: [String]? = nil, ids: [String]? = nil, tokenCounts: [Int]? = nil,
    definition: LabelDefinition = LabelDefinition(column: "label")
  ) throws {
    for (what, found) in [
      ("groups", groups?.count), ("ids", ids?.count), ("token counts", tokenCounts?.count),
    ] {
      if let found, found != labels.count {
        throw ProbesError.rowsDiffer(what: what, expected: labels.count, found: found)
      }
    }
    let ids = ids ?? labels.indices.map { String($0 + 1) }
    self.labels = labels
    self.groups = groups ?? ids
    self.ids = ids
    self.tokenCounts = tokenCounts
    self.definition = definition
  }

  /// The number of rows.
  public var count: Int { labels.count }

  /// A hash over ids, labels and groups, 16 hexadecimal digits: equal for the same examples in the
  /// same order, whatever file they came from.
  public var examplesHash: String {
    var hash = StableHash()
    for row in labels.indices {
      hash.add(ids[row])
      hash.add(groups[row])
      hash.add(labels[row] ? "1" : "0")
    }
    return hash.hexadecimal
  }

  /// The number of each row's group among the distinct groups, for cluster bootstraps.
  public var groupNumbers: [Int] {
    var numbers: [[UInt8]: Int] = [:]
    return groups.map { group in
      let key = Array(group.utf8)
      if let number = numbers[key] { return number }
      numbers[key] = numbers.count
      return numbers.count - 1
    }
  }
}

/// What a label means.
public struct LabelDefinition: Sendable, Equatable {
  /// The column it was read from.
  public var column: String
  /// The column that keeps rows together; nil when every row stands alone.
  public var groupColumn: String?
  /// The name of the positive class.
  public var positive: String
  /// The name of the negative class.
  public var negative: String
  /// The rule that made labels of positions from entropies; nil for labels that were given.
  public var rule: LabelRule?

  /// A definition; classes are called `true` and `false` unless said otherwise.
  public init(
    column: String, groupColumn: String? = nil, positive: String = "true",
    negative: String = "false", rule: LabelRule? = nil
  ) {
    (self.column, self.groupColumn) = (column, groupColumn)
    (self.positive, self.negative) = (positive, negative)
    self.rule = rule
  }
}
