import Calibration

/// What balancing did to a part, and what it left of the classes' difference in token ids.
public struct PartBalance: Sendable, Equatable {
  /// Which part.
  public let part: SplitPart
  /// Documents with a labelled position.
  public let documents: Int
  /// Positions of each class before balancing; empty for a regression.
  public let natural: [Int]
  /// Positions of each class after it.
  public let balanced: [Int]
  /// Labelled positions before balancing.
  public let naturalCount: Int
  /// The largest total variation between the token ids of two classes before balancing: half the sum
  /// of |share in one - share in the other|, 0 for equal, 1 for disjoint. Few positions raise it.
  public let naturalVariation: Double
  /// The same after balancing.
  public let balancedVariation: Double
  /// AUROC that the token id alone reaches on the balanced part, learnt on the balanced training
  /// part; NaN in training, for other than two classes, and when it is not defined.
  public let tokenAUROC: Double

  init(
    _ part: SplitPart, _ labelled: LabelledPositions, natural: [Int32], balanced: [Int32],
    odds: TokenOdds?
  ) {
    self.part = part
    let classes = labelled.rule.task.classes
    func sizes(_ items: [Int32]) -> [Int] {
      var sizes = [Int](repeating: 0, count: classes)
      if classes > 0 { for item in items { sizes[Int(labelled.classes[Int(item)])] += 1 } }
      return sizes
    }
    documents = Set(natural.map { labelled.pairs.document[Int(labelled.places[Int($0)])] }).count
    self.natural = sizes(natural)
    self.balanced = sizes(balanced)
    naturalCount = natural.count
    naturalVariation = Self.variation(labelled, natural)
    balancedVariation = Self.variation(labelled, balanced)
    guard classes == 2, let odds, !balanced.isEmpty else {
      tokenAUROC = .nan
      return
    }
    let labels = balanced.map { labelled.classes[Int($0)] == 1 }
    tokenAUROC =
      (try? auroc(scores: odds.scores(labelled, items: balanced), labels: labels)) ?? .nan
  }

  private static func variation(_ labelled: LabelledPositions, _ items: [Int32]) -> Double {
    let classes = labelled.rule.task.classes
    guard classes > 1 else { return .nan }
    var counts: [Int32: [Double]] = [:]
    var totals = [Double](repeating: 0, count: classes)
    for item in items {
      let label = Int(labelled.classes[Int(item)])
      let token = labelled.pairs.token[Int(labelled.places[Int(item)])]
      counts[token, default: [Double](repeating: 0, count: classes)][label] += 1
      totals[label] += 1
    }
    let rows = counts.sorted { $0.key < $1.key }.map(\.value)
    var largest = 0.0
    for first in 0..<classes {
      for second in first + 1..<classes {
        let sum = rows.reduce(0) {
          $0 + abs($1[first] / max(totals[first], 1) - $1[second] / max(totals[second], 1))
        }
        largest = max(largest, sum / 2)
      }
    }
    return largest
  }
}
