/// One of the three parts of a data set.
public enum SplitPart: String, Sendable, CaseIterable {
  /// Probes are fitted here, and their penalty is chosen here by cross-validation.
  case train
  /// The tap and the recalibration are chosen here.
  case validation
  /// Nothing is chosen here.
  case test
}

/// Sorts rows into train, validation and test by a hash of the seed and the row's group.
///
/// The part of a group depends on nothing but the seed, the fractions and the group's name: rows
/// of one group are never separated, and a group keeps its part when the data set grows.
public struct GroupSplit: Sendable, Equatable {
  /// Expected shares of train, validation and test.
  public let fractions: [Double]
  /// The seed of the hash.
  public let seed: UInt64

  /// A split; `fractions` are three positive numbers that sum to 1.
  ///
  /// - Throws: ``ProbesError/badOption(_:)``.
  public init(fractions: [Double] = [0.6, 0.2, 0.2], seed: UInt64 = 0) throws {
    guard fractions.count == 3, fractions.allSatisfy({ $0 > 0 }),
      abs(fractions.reduce(0, +) - 1) < 1e-9
    else {
      throw ProbesError.badOption(
        "The split is \(fractions); it needs three positive shares (train, validation, test) "
          + "that sum to 1.")
    }
    self.fractions = fractions
    self.seed = seed
  }

  /// The part that a group belongs to.
  public func part(ofGroup group: String) -> SplitPart {
    let place = Double(StableHash.of(group, seed: seed) >> 11) * 0x1p-53
    if place < fractions[0] { return .train }
    return place < fractions[0] + fractions[1] ? .validation : .test
  }

  /// What the rule is, in words.
  public var rule: String {
    let shares = fractions.map { String(Int(($0 * 100).rounded())) }.joined(separator: "/")
    return "by hash of seed and group, train/validation/test \(shares)"
  }

  /// Splits all rows. Throws when a part is empty or has one class only.
  public func split(_ labels: ProbeLabels) throws -> SplitRows {
    var rows: [SplitPart: [Int32]] = [:]
    for (row, group) in labels.groups.enumerated() {
      rows[part(ofGroup: group), default: []].append(Int32(row))
    }
    let split = SplitRows(rows: rows, labels: labels)
    for size in split.sizes where size.positives == 0 || size.positives == size.count {
      throw ProbesError.unusablePart(
        part: size.part.rawValue, count: size.count, positives: size.positives,
        groups: size.groups)
    }
    return split
  }
}

/// Which rows are in which part.
public struct SplitRows: Sendable, Equatable {
  private let rows: [SplitPart: [Int32]]
  /// The parts' sizes, in the order train, validation, test.
  public let sizes: [PartSize]

  init(rows: [SplitPart: [Int32]], labels: ProbeLabels) {
    self.rows = rows
    sizes = SplitPart.allCases.map { PartSize($0, rows: rows[$0] ?? [], of: labels) }
  }

  /// The row numbers of a part, rising.
  public subscript(part: SplitPart) -> [Int32] { rows[part] ?? [] }
}

/// How many rows, groups and positive labels a part has.
public struct PartSize: Sendable, Equatable {
  /// Which part.
  public let part: SplitPart
  /// Rows.
  public let count: Int
  /// Rows with a positive label.
  public let positives: Int
  /// Distinct groups.
  public let groups: Int

  init(_ part: SplitPart, count: Int, positives: Int, groups: Int) {
    (self.part, self.count, self.positives, self.groups) = (part, count, positives, groups)
  }

  init(_ part: SplitPart, rows: [Int32], of labels: ProbeLabels) {
    self.part = part
    count = rows.count
    positives = rows.count { labels.labels[Int($0)] }
    groups = Set(rows.map { Array(labels.groups[Int($0)].utf8) }).count
  }

  /// The share of positive labels.
  public var baseRate: Double { count == 0 ? .nan : Double(positives) / Double(count) }
}
