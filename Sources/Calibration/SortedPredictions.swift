import Foundation
import Statistics

/// Predictions in order of falling score, with what one linear pass needs to know of each.
///
/// Sorting happens once; every bootstrap resample is then one `Sweep` over these arrays with
/// other counts. Items with equal scores form a group, and only group totals enter the metrics,
/// so the order inside a group has no influence.
struct SortedPredictions: Sendable {
  struct Item {
    let cluster: Int32
    /// The item's count, negative for a negative label.
    let signedWeight: Int32
    /// Negative log-likelihood in nats; 0 for scores that are not probabilities.
    let loss: Double
  }

  struct Group {
    let score: Double
    /// One past the group's last item.
    let end: Int
  }

  /// Where bins and the decision threshold fall among the groups.
  struct Calibration {
    /// The number of bins of both kinds.
    let bins: Int
    /// For equal-width bins B-1, ..., 0 one past the last group in that bin.
    let binEnds: [Int]
    /// One past the last group that is predicted positive.
    let positiveEnd: Int
  }

  let items: [Item]
  let groups: [Group]
  /// The sum of counts of each cluster.
  let clusterWeight: [Double]
  /// Nil when scores are not probabilities.
  let calibration: Calibration?

  /// The metrics these predictions have.
  var metrics: [BinaryMetric] {
    calibration == nil ? BinaryMetric.ranking : BinaryMetric.allCases
  }

  /// Sorts checked predictions by score; O(n log n).
  private init(
    sorting predictions: Predictions, clusters: Clusters,
    loss: (_ score: Double, _ label: Bool) -> Double, calibration: ([Group]) -> Calibration?
  ) {
    var items: [Item] = []
    var groups: [Group] = []
    items.reserveCapacity(predictions.scores.count)
    groups.reserveCapacity(predictions.scores.count)
    var weights = [Double](repeating: 0, count: clusters.count)
    for index in fallingOrder(of: predictions.scores) {
      let (score, label) = (predictions.scores[index], predictions.labels[index])
      let weight = predictions.weight(index)
      let cluster = clusters.index[index]
      weights[Int(cluster)] += Double(weight)
      items.append(
        Item(
          cluster: cluster, signedWeight: Int32(label ? weight : -weight),
          loss: loss(score, label)))
      if groups.last?.score == score { groups.removeLast() }
      groups.append(Group(score: score, end: items.count))
    }
    self.items = items
    self.groups = groups
    clusterWeight = weights
    self.calibration = calibration(groups)
  }

  /// Scores of any scale, for ranking metrics only.
  init(scores: Predictions, clusters: Clusters) {
    self.init(sorting: scores, clusters: clusters) { _, _ in
      0
    } calibration: { _ in
      nil
    }
  }

  /// Probabilities, for all metrics.
  init(probabilities: Predictions, clusters: Clusters, threshold: Double, bins: Int) {
    self.init(sorting: probabilities, clusters: clusters) { score, label in
      logLoss(score, label: label)
    } calibration: { groups in
      var ends = [Int](repeating: 0, count: bins)
      for group in groups {
        ends[bins - 1 - Binning.equalWidthBin(group.score, of: bins)] += 1
      }
      for bin in ends.indices.dropFirst() {
        ends[bin] += ends[bin - 1]
      }
      let positiveEnd = groups.firstIndex { $0.score < threshold } ?? groups.count
      return Calibration(bins: bins, binEnds: ends, positiveEnd: positiveEnd)
    }
  }
}

/// Item numbers by falling score.
func fallingOrder(of scores: [Double]) -> [Int] {
  var order = scores.enumerated().map { (score: $1, index: Int32($0)) }
  order.sort { $0.score > $1.score }
  return order.map { Int($0.index) }
}

/// The negative log-likelihood in nats of one label, the probability clipped to [2^-52, 1 - 2^-52]
/// as scikit-learn does for doubles, so that a certain but wrong prediction costs 36.04 nats.
func logLoss(_ probability: Double, label: Bool) -> Double {
  let clipped = min(max(probability, 0x1p-52), 1 - 0x1p-52)
  return label ? -log(clipped) : -log(1 - clipped)
}
