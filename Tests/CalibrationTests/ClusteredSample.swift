import Calibration
import Statistics

/// Simulated predictions whose items share a push within their cluster, some of which the
/// predictor sees.
struct ClusteredSample {
  var probabilities: [Double] = []
  var labels: [Bool] = []
  var clusters: [Int] = []

  init(clusters count: Int, size: Int, generator: inout RandomGenerator) {
    for cluster in 0..<count {
      let push = generator.normal()
      for _ in 0..<size {
        let truth = push + 0.7 * generator.normal()
        probabilities.append(probability(ofLogit: truth + 0.8 * generator.normal()))
        labels.append(generator.uniform() < probability(ofLogit: 1.5 * truth))
        clusters.append(cluster)
      }
    }
  }
}
