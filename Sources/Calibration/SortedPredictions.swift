import CKernels
import Foundation
import Statistics

/// Predictions in order of falling score, with what one linear pass needs to know of each.
///
/// Sorting happens once; every bootstrap resample is then one `Sweep` over these arrays with
/// other counts. Items with equal scores form a group, and only group totals enter the metrics,
/// so the order inside a group has no influence.
struct SortedPredictions: Sendable {
  let items: [kn_resample_item]
  let groups: [kn_resample_group]
  /// The sum of counts of each cluster.
  let clusterWeight: [Double]
  /// Whether scores are probabilities, so that calibration metrics are defined.
  let isProbability: Bool
  /// For equal-width bins B-1, ..., 0 one past the last group in that bin; plain scores share one.
  let binEnds: [Int64]
  /// One past the last group that is predicted positive.
  let positiveEnd: Int64

  /// The metrics these predictions have.
  var metrics: [BinaryMetric] {
    isProbability ? BinaryMetric.allCases : BinaryMetric.ranking
  }

  /// Scores of any scale, for ranking metrics only.
  init(scores: Predictions, clusters: Clusters) {
    let sorted = SortedItems(scores, clusters: clusters) { _, _ in 0 }
    (items, groups, clusterWeight) = (sorted.items, sorted.groups, sorted.clusterWeight)
    isProbability = false
    binEnds = [Int64(groups.count)]
    positiveEnd = 0
  }

  /// Probabilities, for all metrics.
  init(probabilities: Predictions, clusters: Clusters, threshold: Double, bins: Int) {
    let sorted = SortedItems(probabilities, clusters: clusters, loss: logLoss)
    (items, groups, clusterWeight) = (sorted.items, sorted.groups, sorted.clusterWeight)
    isProbability = true
    var ends = [Int64](repeating: 0, count: bins)
    for group in groups {
      ends[bins - 1 - Binning.equalWidthBin(group.score, of: bins)] += 1
    }
    for bin in ends.indices.dropFirst() {
      ends[bin] += ends[bin - 1]
    }
    binEnds = ends
    positiveEnd = Int64(groups.firstIndex { $0.score < threshold } ?? groups.count)
  }
}

/// Checked predictions sorted by score; O(n log n).
private struct SortedItems {
  var items: [kn_resample_item] = []
  var groups: [kn_resample_group] = []
  var clusterWeight: [Double]

  init(
    _ predictions: Predictions, clusters: Clusters,
    loss: (_ score: Double, _ label: Bool) -> Double
  ) {
    items.reserveCapacity(predictions.scores.count)
    groups.reserveCapacity(predictions.scores.count)
    clusterWeight = [Double](repeating: 0, count: clusters.count)
    for index in fallingOrder(of: predictions.scores) {
      let (score, label) = (predictions.scores[index], predictions.labels[index])
      let weight = predictions.weight(index)
      let cluster = clusters.index[index]
      clusterWeight[Int(cluster)] += Double(weight)
      items.append(kn_resample_item(cluster: cluster, weight: Int32(label ? weight : -weight)))
      let end = Int64(items.count)
      if let last = groups.indices.last, groups[last].score == score {
        groups[last].end = end
      } else {
        groups.append(
          kn_resample_group(
            score: score, positive_loss: loss(score, true), negative_loss: loss(score, false),
            end: end))
      }
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
