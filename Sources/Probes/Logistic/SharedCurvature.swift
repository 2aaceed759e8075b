import CKernels
import LinearAlgebra

/// The curvature at equal weights of all rows, which fits to the same rows share: one Gram matrix of
/// a sample, and a factor for each strength of the data against the penalty.
struct SharedCurvature: Sendable {
  private let data: StandardizedRows
  private var gram: (matrix: GramMatrix<Float>, rows: Int)?
  private var spread: Double?
  private var factors: [(strength: Double, model: CurvatureModel)] = []

  init(_ data: StandardizedRows) { self.data = data }

  /// Rows of the Gram matrix: twice the width is enough to see the directions that matter.
  static func sampledRows(_ data: StandardizedRows) -> Int {
    min(data.count, max(2 * data.width, 2048))
  }

  /// Whether to begin with a factor: one is at hand, or the features are so correlated that plain
  /// steps would be wasted.
  mutating func isWorthwhile(for problems: LogisticProblems, _ problem: Int) -> Bool {
    let strength = Self.strength(problems, problem)
    if factors.contains(where: { Self.isClose($0.strength, strength) }) { return true }
    let spread = spread ?? Self.spread(of: data)
    self.spread = spread
    // Curvatures reach from 1, the penalty's, to strength times the largest eigenvalue.
    return min(spread, 1 + strength * spread) > 8
      && Stage.equalCurvature.cost(data) < 60
  }

  /// tr(R²) / tr(R) of the features' correlations R: their mean eigenvalue, large ones weighing
  /// more; 1 for independent features. Estimated from the inner products of a few rows.
  private static func spread(of data: StandardizedRows) -> Double {
    let sample = data.sample(96)
    let (count, size) = (sample.count, sample.width + 1)
    guard count > 1 else { return 1 }
    var rows = [Float](repeating: 0, count: count * size)
    rows.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      sample.source.forEachChunk(grain: count, mean: sample.standardizer.mean) {
        guard let base = out.baseAddress else { return }
        kn_standardize_rows_f32(
          $0, $1.lowerBound, $1.count, sample.standardizer.scale, nil, $2,
          base + $1.lowerBound * size)
      }
    }
    var products = Matrix<Float>(rows: count, columns: count)
    rows.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let view = MatrixView(base: base, rows: count, columns: sample.width, rowStride: size)
      products.withMutableView { multiply(view, view, into: $0, transposeRight: true) }
    }
    var (squares, norms) = (0.0, 0.0)
    for i in 0..<count {
      for j in 0..<i { squares += Double(products[i, j]) * Double(products[i, j]) }
      norms += Double(products[i, i])
    }
    guard norms > 0 else { return 1 }
    return 2 * squares / Double(count - 1) / norms
  }

  /// The model of a problem's curvature when every row has the base rate.
  mutating func model(
    for problems: LogisticProblems, _ problem: Int
  ) throws -> CurvatureModel {
    try model(strength: Self.strength(problems, problem))
  }

  /// The model I + strength · R, R the correlations of the features.
  mutating func model(strength: Double) throws -> CurvatureModel {
    if let found = factors.first(where: { Self.isClose($0.strength, strength) }) {
      return found.model
    }
    let sampled =
      gram
      ?? {
        let sample = data.sample(Self.sampledRows(data))
        return (GramMatrix(of: sample), max(sample.count, 1))
      }()
    gram = sampled
    let model = try CurvatureModel.factored(
      sampled.matrix, multiplier: strength / Double(sampled.rows))
    factors.append((strength, model))
    return model
  }

  /// Forgets the factors, of which each is width² floats; the Gram matrix stays.
  mutating func removeFactors() { factors = [] }

  /// C times the total curvature of the rows: how strong the data are against the penalty.
  private static func strength(_ problems: LogisticProblems, _ problem: Int) -> Double {
    let asked = problems.problems[problem]
    return asked.inverseRegularization * problems.columns.summaries[asked.column].curvature
  }

  /// A factor off by less than this costs a step or two, less than another factorisation.
  private static func isClose(_ a: Double, _ b: Double) -> Bool { a < 3 * b && b < 3 * a }
}
