import Foundation
import LinearAlgebra
import Statistics

/// A Bradley-Terry model of comparisons with an intercept a question and one effect of position
/// (section 2 of the specification; Bradley and Terry 1952).
///
/// logit P(yes | y, n, order) = α(question) + β (±1, + with the yes document first) + θ(y) - θ(n),
/// fitted to the probabilities of both orders by minimising
/// -Σ [p log σ(η) + (1 - p) log(1 - σ(η))] + ridge/2 Σ θ² + 1e-6/2 Σ α². The ridge makes the θ of a
/// side of a question sum to zero, so documents are compared within their side only and what the
/// reader thinks of a side goes into α.
public struct BradleyTerry: Sendable {
  /// Strength of the penalty on θ, in comparisons.
  public var ridge: Double

  /// A model; a larger ridge draws strengths together.
  ///
  /// Traps unless `ridge` is positive.
  public init(ridge: Double = 0.1) {
    precondition(ridge > 0, "a ridge is positive: without one the strengths have no origin")
    self.ridge = ridge
  }

  /// What was fitted.
  public struct Fit: Sendable {
    /// Strength of each document among those of its side, nats.
    public var theta: [DocumentKey: Double]
    /// Log odds of yes for a question with documents of equal strength, nats.
    public var intercepts: [String: Double]
    /// Log odds that a side gains by standing first, nats.
    public var position: Double
    /// Whether Newton's method came to rest.
    public var hasConverged: Bool
  }

  /// Fits the model by Newton's method on all parameters; questions meet only in β, so the cost is
  /// one small Cholesky factor a question and step. The result does not depend on the order of
  /// `scores`.
  public func fit(_ scores: [PairScore]) -> Fit {
    let byQuestion = Dictionary(grouping: scores, by: \.questionID)
    let names = byQuestion.keys.sorted()
    var blocks = names.map { QuestionBlock(byQuestion[$0, default: []], ridge: ridge) }
    var (position, hasConverged) = (0.0, false)
    for _ in 0..<100 where !hasConverged {
      let parts = blocks.map { $0.derivatives(position) }
      // Schur complement of the questions' blocks: one number is left.
      var (slope, curvature) = (0.0, 1e-12)
      for part in parts {
        slope +=
          part.positionSlope - zip(part.solvedCross, part.slopes).reduce(0) { $0 + $1.0 * $1.1 }
        curvature +=
          part.positionCurvature - zip(part.solvedCross, part.cross).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let step = slope / curvature
      let steps = parts.map { part in
        zip(part.solvedSlopes, part.solvedCross).map { $0 - $1 * step }
      }
      let before = blocks.reduce(0) { $0 + $1.loss(position) }
      var scale = 1.0
      var tried = blocks
      while true {
        for place in blocks.indices {
          tried[place].parameters = zip(blocks[place].parameters, steps[place])
            .map { $0 - scale * $1 }
        }
        let after = tried.reduce(0) { $0 + $1.loss(position - scale * step) }
        if after <= before + 1e-12 * abs(before) || scale < 1e-6 { break }
        scale /= 2
      }
      blocks = tried
      position -= scale * step
      hasConverged = max(abs(step), steps.joined().map(abs).max() ?? 0) < 1e-9
    }
    return collect(blocks, names, position, hasConverged)
  }

  private func collect(
    _ blocks: [QuestionBlock], _ names: [String], _ position: Double, _ hasConverged: Bool
  ) -> Fit {
    var fit = Fit(theta: [:], intercepts: [:], position: position, hasConverged: hasConverged)
    for (block, name) in zip(blocks, names) {
      // The faint penalty on α leaves sums of a millionth; they belong to α.
      let means = Stance.allCases.map { stance in
        Sample.mean(
          zip(block.documents, block.parameters.dropFirst()).filter { $0.0.stance == stance }
            .map(\.1))
      }
      fit.intercepts[name] = block.parameters[0] + means[0] - means[1]
      for (place, key) in block.documents.enumerated() {
        fit.theta[key] = block.parameters[place + 1] - means[key.stance == .yes ? 0 : 1]
      }
    }
    return fit
  }
}

/// The comparisons of one question with its parameters: α, then θ.
private struct QuestionBlock {
  let documents: [DocumentKey]
  var parameters: [Double]
  private let ridge: Double
  private let comparisons: [(yes: Int, no: Int, sign: Double, share: Double)]

  init(_ scores: [PairScore], ridge: Double) {
    let sorted = scores.sorted { ($0.yesID, $0.noID) < ($1.yesID, $1.noID) }
    let documents = Set(sorted.flatMap { [DocumentKey($0, .yes), DocumentKey($0, .no)] }).sorted()
    let places = Dictionary(uniqueKeysWithValues: documents.enumerated().map { ($1, $0 + 1) })
    self.documents = documents
    self.ridge = ridge
    parameters = [Double](repeating: 0, count: documents.count + 1)
    comparisons = sorted.flatMap { score in
      [(1.0, score.yesFirst), (-1.0, score.noFirst)].map { sign, answer in
        (
          places[DocumentKey(score, .yes)] ?? 0, places[DocumentKey(score, .no)] ?? 0, sign,
          1 / (1 + exp(-answer.logit))
        )
      }
    }
  }

  struct Derivatives {
    var slopes: [Double]
    var cross: [Double]
    var positionSlope: Double
    var positionCurvature: Double
    var solvedSlopes: [Double] = []
    var solvedCross: [Double] = []
  }

  private func eta(
    _ comparison: (yes: Int, no: Int, sign: Double, share: Double), _ position: Double
  )
    -> Double
  {
    parameters[0] + comparison.sign * position + parameters[comparison.yes]
      - parameters[comparison.no]
  }

  private func penalty(_ place: Int) -> Double { place == 0 ? 1e-6 : ridge }

  func loss(_ position: Double) -> Double {
    var loss = 0.0
    for comparison in comparisons {
      let eta = eta(comparison, position)
      // log(1 + e^η) - p η.
      loss += max(eta, 0) + log1p(exp(-abs(eta))) - comparison.share * eta
    }
    for (place, value) in parameters.enumerated() { loss += penalty(place) / 2 * value * value }
    return loss
  }

  func derivatives(_ position: Double) -> Derivatives {
    let size = parameters.count
    var hessian = Matrix<Double>(rows: size, columns: size)
    var result = Derivatives(
      slopes: parameters.enumerated().map { penalty($0) * $1 },
      cross: [Double](repeating: 0, count: size), positionSlope: 0, positionCurvature: 0)
    for place in 0..<size { hessian[place, place] = penalty(place) }
    for comparison in comparisons {
      let share = 1 / (1 + exp(-eta(comparison, position)))
      let (residual, weight) = (share - comparison.share, share * (1 - share))
      let terms = [(0, 1.0), (comparison.yes, 1.0), (comparison.no, -1.0)]
      for (place, sign) in terms {
        result.slopes[place] += sign * residual
        result.cross[place] += sign * comparison.sign * weight
        for (other, otherSign) in terms { hessian[place, other] += sign * otherSign * weight }
      }
      result.positionSlope += comparison.sign * residual
      result.positionCurvature += weight
    }
    // The penalties make the matrix positive definite.
    if let factor = try? Cholesky(of: hessian) {
      result.solvedSlopes = factor.solve(result.slopes)
      result.solvedCross = factor.solve(result.cross)
    } else {
      result.solvedSlopes = [Double](repeating: 0, count: size)
      result.solvedCross = result.solvedSlopes
    }
    return result
  }
}
