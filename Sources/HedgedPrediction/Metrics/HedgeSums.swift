import Calibration
import Foundation

/// What each row contributes to the sums from which every metric of a bin follows, so that a
/// bootstrap resample is one weighted pass over rows.
struct HedgeSums: Sendable {
  /// Places of the linear sums; the panels' mean predictions follow them.
  enum Place: Int, CaseIterable {
    case weight, distance, divergence, jensenShannon, entropy, right, abstain, reward, best
    case judged, judgedAbstain, referenceRight, abstainAndRight
  }

  static let linear = Place.allCases.count
  let places: Int
  let panels: Int
  /// The linear contributions, row after row.
  let rows: [Double]
  /// Each row's bin times panels plus panel.
  let slots: [Int32]
  let bins: Int

  /// The width of one bin's sums.
  var width: Int { Self.linear + panels * (1 + places) }

  init(
    _ predictions: AnswerPredictions, hedge: Hedge, bins: [Int], count: Int, rewards: RewardRule?
  ) {
    places = predictions.space.count
    self.bins = count
    let names = Set(predictions.panels).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    panels = max(names.count, 1)
    var rows: [Double] = []
    rows.reserveCapacity(predictions.count * Self.linear)
    var slots: [Int32] = []
    for row in 0..<predictions.count {
      rows += Self.contributions(of: row, in: predictions, hedge, rewards)
      slots.append(Int32(bins[row] * panels + numbers[predictions.panels[row], default: 0]))
    }
    (self.rows, self.slots) = (rows, slots)
  }

  private static func contributions(
    of row: Int, in predictions: AnswerPredictions, _ hedge: Hedge, _ rewards: RewardRule?
  ) -> [Double] {
    let p = Array(predictions.prediction(row))
    let abstain = predictions.space.abstain.map { p[$0] } ?? 0
    let right = p[predictions.truths[row]]
    let wrong = max(0, 1 - right - abstain)
    let reference = predictions.referenceRight[row]
    let best = predictions.bestChance[row]
    var sums = [Double](repeating: 0, count: linear)
    func add(_ place: Place, _ value: Double) { sums[place.rawValue] = value }
    add(.weight, 1)
    add(.distance, hedge.distance(to: p))
    if hedge.isUnique {
      add(
        .divergence,
        Divergence.kullbackLeibler(hedge.distribution, p.map { max($0, 0x1p-52) }))
      add(.jensenShannon, Divergence.jensenShannon(hedge.distribution, p))
    } else {
      add(.divergence, .nan)
      add(.jensenShannon, .nan)
    }
    add(.entropy, Divergence.entropy(p))
    add(.right, right)
    add(.abstain, abstain)
    let reward = rewards.map {
      $0.right * right + $0.wrong * wrong + ($0.abstain ?? 0) * abstain
    }
    add(.reward, reward ?? .nan)
    add(.best, rewards.map { $0.chowValue(probabilityRight: best) } ?? .nan)
    if !reference.isNaN {
      add(.judged, 1)
      add(.judgedAbstain, abstain)
      add(.referenceRight, reference)
      add(.abstainAndRight, abstain * reference)
    }
    return sums
  }

  /// Adds up all rows, each as often as `weight` says, into `bins * width` numbers.
  func add(
    weight: (_ row: Int) -> Double, into sums: UnsafeMutableBufferPointer<Double>,
    probabilities: UnsafeBufferPointer<Double>
  ) {
    sums.update(repeating: 0)
    rows.withUnsafeBufferPointer { rows in
      for row in slots.indices {
        let weight = weight(row)
        if weight == 0 { continue }
        let (bin, panel) = (Int(slots[row]) / panels, Int(slots[row]) % panels)
        let start = bin * width
        for place in 0..<Self.linear {
          sums[start + place] += weight * rows[row * Self.linear + place]
        }
        let mean = start + Self.linear + panel * (1 + places)
        sums[mean] += weight
        for place in 0..<places {
          sums[mean + 1 + place] += weight * probabilities[row * places + place]
        }
      }
    }
  }
}
