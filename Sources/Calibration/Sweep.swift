/// One pass from the highest score to the lowest, with every item counted as often as its cluster
/// was drawn.
///
/// AUROC is the number of pairs ranked rightly plus half the tied ones, over all pairs. Average
/// precision is the sum over groups of equal scores of (share of the positives in the group) times
/// (precision down to the group's end), as scikit-learn's `average_precision_score`.
struct Sweep {
  private let items: UnsafeBufferPointer<SortedPredictions.Item>
  private let groups: UnsafeBufferPointer<SortedPredictions.Group>
  private let counts: UnsafeBufferPointer<UInt8>
  private let total: Double
  private var group = 0
  private var item = 0
  private var here = SweepTotals()
  private var concordantTwice = 0.0
  private var precision = 0.0
  private var loss = 0.0
  private var squares = 0.0
  /// Equal-mass bins, found while ranks fall: the bin being filled began at `atMassBin` and holds
  /// ranks from `massBinStart` up.
  private var massBins = 1.0
  private var massBinStart = 0.0
  private var atMassBin = SweepTotals()
  private var result = SweepResult()

  /// Computes every metric of the data themselves: the bootstrap's own pass, so that a metric and
  /// its interval cannot disagree about a definition.
  static func run(_ predictions: SortedPredictions) -> SweepResult {
    let once = [UInt8](repeating: 1, count: predictions.clusterWeight.count)
    return once.withUnsafeBufferPointer { run(predictions, counts: $0) }
  }

  /// Computes every metric of a resample; O(n + clusters).
  static func run(_ predictions: SortedPredictions, counts: UnsafeBufferPointer<UInt8>)
    -> SweepResult
  {
    var total = 0.0
    for cluster in counts.indices {
      total += Double(counts[cluster]) * predictions.clusterWeight[cluster]
    }
    guard total > 0 else { return SweepResult() }
    return predictions.items.withUnsafeBufferPointer { items in
      predictions.groups.withUnsafeBufferPointer { groups in
        var sweep = Sweep(items: items, groups: groups, counts: counts, total: total)
        if let calibration = predictions.calibration {
          sweep.runCalibration(calibration)
        } else {
          sweep.advance(to: groups.count)
        }
        sweep.finishRanking()
        return sweep.result
      }
    }
  }

  private init(
    items: UnsafeBufferPointer<SortedPredictions.Item>,
    groups: UnsafeBufferPointer<SortedPredictions.Group>, counts: UnsafeBufferPointer<UInt8>,
    total: Double
  ) {
    self.items = items
    self.groups = groups
    self.counts = counts
    self.total = total
  }

  /// Takes in groups up to `end`, which must not lie before the current one.
  private mutating func advance(to end: Int) {
    while group < end {
      let (score, stop) = (groups[group].score, groups[group].end)
      var count = 0.0
      var positives = 0.0
      // Whether an item was drawn and how it is labelled is random: branches on it would mispredict.
      while item < stop {
        let entry = items[item]
        let signed = Double(Int(counts[Int(entry.cluster)]) &* Int(entry.signedWeight))
        count += abs(signed)
        positives += signed > 0 ? signed : 0
        loss += abs(signed) * entry.loss
        item += 1
      }
      // Ranks count from the lowest score, so a group's first rank is what lies below it. Groups
      // that were not drawn repeat the last rank and start nothing.
      let rank = total - here.count - count
      if rank < massBinStart { startMassBin(at: rank) }
      concordantTwice += (count - positives) * (2 * here.positives + positives)
      squares += positives * (1 - score) * (1 - score) + (count - positives) * score * score
      here.count += count
      here.positives += positives
      here.probabilities += score * count
      precision += positives * here.positives / max(here.count, 1)
      group += 1
    }
  }

  private mutating func runCalibration(_ calibration: SortedPredictions.Calibration) {
    massBins = Double(calibration.bins)
    massBinStart = firstRank(ofMassBin: massBins - 1)
    var atBin = SweepTotals()
    var atThreshold = SweepTotals()
    for end in calibration.binEnds {
      if group <= calibration.positiveEnd, calibration.positiveEnd <= end {
        advance(to: calibration.positiveEnd)
        atThreshold = here
      }
      advance(to: end)
      result.equalWidth.addBin(from: atBin, to: here)
      atBin = here
    }
    result.equalMass.addBin(from: atMassBin, to: here)
    let falsePositives = atThreshold.count - atThreshold.positives
    let trueNegatives = total - here.positives - falsePositives
    result.accuracy = (atThreshold.positives + trueNegatives) / total
    result.negativeLogLikelihood = loss / total
    result.brier = squares / total
  }

  private mutating func finishRanking() {
    let positives = here.positives
    let negatives = total - positives
    result.baseRate = positives / total
    guard positives > 0 else { return }
    result.averagePrecision = precision / positives
    guard negatives > 0 else { return }
    result.auroc = concordantTwice / (2 * positives * negatives)
  }

  private mutating func startMassBin(at rank: Double) {
    result.equalMass.addBin(from: atMassBin, to: here)
    atMassBin = here
    massBinStart = firstRank(ofMassBin: (rank * massBins / total).rounded(.down))
  }

  /// The smallest rank r with floor(bins * r / total) equal to `bin`.
  private func firstRank(ofMassBin bin: Double) -> Double {
    (bin * total / massBins).rounded(.up)
  }
}
