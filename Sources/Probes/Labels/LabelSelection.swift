import Statistics

/// Labelled positions divided into train, validation and test by document, each part once at natural
/// prevalence and once balanced.
public struct LabelSelection: Sendable {
  /// The labelled positions.
  public let labelled: LabelledPositions
  /// How they were balanced, separately in each part.
  public let options: BalanceOptions
  /// The rule that divides documents: a hash of seed and id, so a document's part never depends on
  /// the others.
  public let split: GroupSplit
  /// What balancing did to each part: train, validation, test.
  public let reports: [PartBalance]
  private let natural: [SplitPart: [Int32]]
  private let balanced: [SplitPart: [Int32]]

  /// Divides and balances.
  ///
  /// - Throws: ``ProbesError/nothingToLabel(_:)`` for a part that lacks a class before or after
  ///   balancing, ``ProbesError/badOption(_:)`` for regressions with balancing or a bad width.
  public init(
    _ labelled: LabelledPositions, split: GroupSplit, balance options: BalanceOptions
  ) throws {
    let isRegression = labelled.rule.task.classes == 0
    guard !isRegression || options.balance == .none else {
      throw ProbesError.badOption("A regression has no classes to balance; balance none.")
    }
    guard options.entropyBand > 0, options.entropyBand.isFinite else {
      throw ProbesError.badOption("The entropy bands of balancing need a positive width.")
    }
    var natural: [SplitPart: [Int32]] = [:]
    let parts = labelled.pairs.documentIDs.map { split.part(ofGroup: $0) }
    for item in 0..<labelled.count {
      let document = labelled.pairs.document[Int(labelled.places[item])]
      natural[parts[Int(document)], default: []].append(Int32(item))
    }
    var balanced = natural
    if !isRegression {
      for part in SplitPart.allCases {
        balanced[part] = Self.balance(natural[part] ?? [], of: labelled, options, part)
      }
    }
    self.labelled = labelled
    self.options = options
    self.split = split
    self.natural = natural
    self.balanced = balanced
    let training = TokenOdds(labelled, items: balanced[.train] ?? [])
    reports = SplitPart.allCases.map { part in
      PartBalance(
        part, labelled, natural: natural[part] ?? [], balanced: balanced[part] ?? [],
        odds: part == .train ? nil : training)
    }
    for report in reports {
      for (what, classes) in [("", report.natural), (" after balancing", report.balanced)]
      where classes.contains(0) || report.naturalCount == 0 {
        throw ProbesError.nothingToLabel(
          "The \(report.part.rawValue) part\(what) has \(classes) positions of its classes in "
            + "\(report.documents) documents; every class is needed in every part: use more documents, "
            + "a wider band, other fractions or another balancing.")
      }
    }
  }

  /// Indices into the labelled positions of a part, rising.
  public func items(of part: SplitPart, balanced isBalanced: Bool) -> [Int32] {
    (isBalanced ? balanced : natural)[part] ?? []
  }

  private static func balance(
    _ items: [Int32], of labelled: LabelledPositions, _ options: BalanceOptions, _ part: SplitPart
  ) -> [Int32] {
    let strata = items.map { item -> Int64 in
      let place = Int(labelled.places[Int(item)])
      let token = Int64(labelled.pairs.token[place])
      switch options.balance {
      case .none, .classes: return 0
      case .tokens: return token
      case .tokensAndEntropy:
        let band = (Double(labelled.pairs.smallEntropy[place]) / options.entropyBand).rounded(.down)
        return token << 32 | Int64(min(band, 1e9))
      }
    }
    return options.balance(
      strata: strata, classes: items.map { labelled.classes[Int($0)] },
      classCount: labelled.rule.task.classes, part: part.rawValue
    ).map { items[$0] }
  }
}
