import Worlds

/// Positions with a class or a target each: at natural prevalence, before any balancing.
public struct LabelledPositions: Sendable, Equatable {
  /// The rule that made them.
  public let rule: LabelRule
  /// What they were chosen from.
  public let pairs: PairedPositions
  /// Index of each labelled position in `pairs`, rising.
  public internal(set) var places: [Int32] = []
  /// The class of each; empty for a regression.
  public internal(set) var classes: [UInt8] = []
  /// The target of each; empty for classes.
  public internal(set) var targets: [Float] = []
  /// What became of all positions.
  public internal(set) var counts = LabelCounts()

  /// Labels paired positions by a rule; one pass, about 10 ns a position.
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` for a rule that does not fit the data;
  ///   ``ProbesError/nothingToLabel(_:)`` when the band is empty, nothing in it has a label, or all
  ///   labels are of one class.
  public init(_ pairs: PairedPositions, rule: LabelRule) throws {
    try rule.check()
    guard rule.source == pairs.source else {
      throw ProbesError.badOption(
        "The rule compares with the \(rule.source.rawValue) and the positions come with the "
          + "\(pairs.source.rawValue).")
    }
    self.rule = rule
    self.pairs = pairs
    switch rule.task {
    case .gap(let zeroBelow, let within):
      choose { small, large, _ in
        let (isZero, isOne) = (large < zeroBelow, abs(large - small) <= within)
        return isZero == isOne ? nil : isOne ? 1 : 0
      }
    case .bins(let count, let from, let to):
      choose { _, large, _ in UInt8(Self.bin(of: large, count, from, to)) }
    case .kinds(let zero, let one):
      guard let kinds = pairs.truth?.kind, !kinds.isEmpty else {
        throw ProbesError.badOption(
          "Labels by kind need a truth file that names a kind a position.")
      }
      let classes = PositionKind.allCases.map { kind -> UInt8? in
        zero.contains(kind.rawValue) ? 0 : one.contains(kind.rawValue) ? 1 : nil
      }
      let byKind = Dictionary(uniqueKeysWithValues: zip(PositionKind.allCases, classes))
      choose { _, _, place in byKind[kinds[place]] ?? nil }
    case .regression(let target):
      try measure(target)
    }
    try checkSomethingIsLeft()
  }

  /// The number of labelled positions.
  public var count: Int { places.count }

  /// Bins closed on the left, exact at the edges from + k (to - from) / count; the last one is open.
  static func bin(of value: Double, _ count: Int, _ from: Double, _ to: Double) -> Int {
    let width = (to - from) / Double(count)
    func edge(_ bin: Int) -> Double { from + Double(bin) * width }
    var bin = min(max(Int(((min(max(value, from), to) - from) / width)), 0), count - 1)
    if bin > 0, value < edge(bin) { bin -= 1 }
    if bin + 1 < count, value >= edge(bin + 1) { bin += 1 }
    return bin
  }

  private mutating func choose(_ label: (Double, Double, Int) -> UInt8?) {
    counts.classes = [Int](repeating: 0, count: rule.task.classes)
    for place in placesInBand() {
      let (small, large) = (pairs.smallEntropy[Int(place)], pairs.largeEntropy[Int(place)])
      guard let found = label(Double(small), Double(large), Int(place)) else {
        counts.discarded += 1
        continue
      }
      counts.classes[Int(found)] += 1
      places.append(place)
      classes.append(found)
    }
  }

  private mutating func measure(_ target: RegressionTarget) throws {
    let divergence = pairs.divergence
    switch target {
    case .divergence, .logDivergence:
      guard divergence?.count == pairs.count else {
        throw ProbesError.badOption(
          "A target of Jensen-Shannon divergence needs both models' distributions; the stores hold "
            + "entropies only.")
      }
    case .largeEntropy, .logLargeEntropy, .smallEntropy: break
    }
    places = placesInBand()
    targets = places.map { place in
      let (small, large) = (pairs.smallEntropy[Int(place)], pairs.largeEntropy[Int(place)])
      let spread = divergence?[Int(place)] ?? .nan
      return switch target {
      case .largeEntropy: large
      case .logLargeEntropy: Float(elementaryLog(Double(min(max(large, 0.05), 10))))
      case .smallEntropy: small
      case .divergence: spread
      case .logDivergence: Float(elementaryLog(Double(max(spread, 1e-8))))
      }
    }
  }

  private mutating func placesInBand() -> [Int32] {
    var inside: [Int32] = []
    for place in 0..<pairs.count {
      if pairs.position[place] < rule.skippedPositions {
        counts.skipped += 1
      } else if rule.band.contains(Double(pairs.smallEntropy[place])) {
        inside.append(Int32(place))
      } else {
        counts.outsideBand += 1
      }
    }
    counts.inBand = inside.count
    return inside
  }

  private func checkSomethingIsLeft() throws {
    guard counts.inBand > 0 else {
      throw ProbesError.nothingToLabel(
        "No position has an entropy in the band \(rule.band.text) nats, of \(pairs.count) positions; "
          + "choose a wider band.")
    }
    guard rule.task.classes > 0 else { return }
    let present = counts.classes.count { $0 > 0 }
    guard present > 1 else {
      throw ProbesError.nothingToLabel(
        "Of \(counts.inBand) positions in the band \(rule.band.text) nats, "
          + (present == 0
            ? "none has a label"
            : "all \(count) labelled ones are of class \(counts.classes.firstIndex { $0 > 0 } ?? 0)")
          + "; both classes are needed: choose another band or other thresholds, or more text.")
    }
  }
}

/// What became of the positions that a rule was applied to.
public struct LabelCounts: Sendable, Equatable {
  /// Left out at the start of their document.
  public internal(set) var skipped = 0
  /// Small-model entropy outside the band.
  public internal(set) var outsideBand = 0
  /// Inside the band.
  public internal(set) var inBand = 0
  /// Inside the band but of no class (the gap).
  public internal(set) var discarded = 0
  /// Labelled positions of each class.
  public internal(set) var classes: [Int] = []
}
