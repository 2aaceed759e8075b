import LinearAlgebra
import Probes
import Statistics

/// Made-up features for tests.
enum Samples {
  /// Features that share a few strong directions, with very different scales and means.
  static func correlated(rows: Int, width: Int, tap: String = "block.1", seed: UInt64 = 1)
    -> LayerFeatures
  {
    var random = RandomGenerator(seed: seed)
    let scales = (0..<width).map { _ in 10 * random.uniform() + 0.1 }
    let directions = (0..<4).map { _ in (0..<width).map { _ in random.normal() } }
    var elements: [Float] = []
    elements.reserveCapacity(rows * width)
    for _ in 0..<rows {
      let shares = (0..<4).map { 3 * random.normal() / Double($0 + 1) }
      for j in 0..<width {
        let common = zip(shares, directions).reduce(0) { $0 + $1.0 * $1.1[j] }
        elements.append(Float(scales[j] * (common + random.normal() + 2)))
      }
    }
    return LayerFeatures(
      tap: tap, matrix: Matrix(rows: rows, columns: width, elements: elements))
  }

  /// Labels that a random direction decides up to noise.
  static func labels(of features: LayerFeatures, seed: UInt64) -> [Bool] {
    var random = RandomGenerator(seed: seed)
    let direction = (0..<features.width).map { _ in random.normal() }
    let scores = (0..<features.rows).map { row in
      zip(features.matrix.row(row), direction).reduce(0) { $0 + Double($1.0) * $1.1 }
    }
    let center = Sample.mean(scores)
    let spread = Sample.mean(scores.map { abs($0 - center) })
    return scores.map { $0 - center + spread * random.normal() > 0 }
  }

  /// Three taps of which `block.2` knows the label best, labels in groups of two, token counts that
  /// know nothing.
  static func study(rows: Int = 600, width: Int = 24, seed: UInt64 = 11) throws -> (
    features: MemoryFeatures, labels: ProbeLabels
  ) {
    var random = RandomGenerator(seed: seed)
    let truth = (0..<rows).map { _ in random.uniform() < 0.4 }
    let layers = ["embedding", "block.1", "block.2"].enumerated().map { strength, tap in
      var elements: [Float] = []
      for row in 0..<rows {
        for column in 0..<width {
          let signal = column < 4 && truth[row] ? 0.45 * Double(strength) : 0
          elements.append(Float(5 * (signal + random.normal()) + 2))
        }
      }
      return LayerFeatures(
        tap: tap, matrix: Matrix(rows: rows, columns: width, elements: elements))
    }
    let labels = try ProbeLabels(
      labels: truth, groups: (0..<rows).map { "group \($0 / 2)" },
      ids: (0..<rows).map { "row \($0)" },
      tokenCounts: (0..<rows).map { _ in 5 + random.integer(below: 9) },
      definition: LabelDefinition(column: "label", groupColumn: "pair"))
    return (try MemoryFeatures(layers), labels)
  }
}
