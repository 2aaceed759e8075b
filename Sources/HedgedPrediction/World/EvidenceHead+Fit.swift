import Foundation
import LinearAlgebra

extension EvidenceHead {
  /// A fit and how it ended.
  public struct Fit: Sendable {
    /// The head.
    public let head: EvidenceHead
    /// The mean loss, nats.
    public let loss: Double
    /// The largest part of the mean gradient that is left.
    public let gradient: Double
    /// Newton steps taken.
    public let steps: Int
  }

  /// The head with the least mean weighted cross-entropy, exactly: the problem is convex, and
  /// Newton's method with step halving solves it to a gradient of 1e-10.
  ///
  /// `targets` holds one weighted distribution a question. An answer that no target uses gets bias
  /// -∞ (the optimum at infinity); the other biases sum to zero. Separable targets have no finite
  /// optimum; the fit then stops after 60 steps with the gradient it has.
  /// O(questions × places²) a step.
  public static func fit(_ questions: WorldQuestions, targets: [WeightedTarget]) throws -> Fit {
    guard targets.count == questions.count, let places = targets.first?.distribution.count else {
      throw HedgedPredictionError.badData(
        "There are \(targets.count) targets for \(questions.count) questions.")
    }
    var problem = HeadProblem(questions, targets, places: places)
    guard !problem.used.isEmpty else {
      throw HedgedPredictionError.badData("All targets have weight 0; there is nothing to fit.")
    }
    return try problem.minimized()
  }
}

/// Cross-entropy of a head in its free parameters: the slope and the biases of used places but one.
private struct HeadProblem {
  let questions: WorldQuestions
  let targets: [WeightedTarget]
  let places: Int
  /// Places that some target uses.
  let used: [Int]
  private let total: Double

  init(_ questions: WorldQuestions, _ targets: [WeightedTarget], places: Int) {
    (self.questions, self.targets, self.places) = (questions, targets, places)
    var mass = [Double](repeating: 0, count: places)
    for target in targets {
      for place in 0..<places { mass[place] += target.weight * target.distribution[place] }
    }
    used = mass.indices.filter { mass[$0] > 0 }
    total = mass.reduce(0, +)
  }

  private var freeCount: Int { used.count }

  private func head(_ parameters: [Double]) -> EvidenceHead {
    var biases = [Double](repeating: -.infinity, count: places)
    let shift = parameters.dropFirst().reduce(0, +) / Double(used.count)
    for (number, place) in used.enumerated() {
      biases[place] = (number == 0 ? 0 : parameters[number]) - shift
    }
    return EvidenceHead(slope: parameters[0], biases: biases)
  }

  /// Loss, gradient and Hessian at the parameters.
  private func evaluate(_ parameters: [Double], derivatives: Bool) -> (
    loss: Double, gradient: [Double], hessian: Matrix<Double>
  ) {
    let head = head(parameters)
    let options = questions.settings.options
    let size = freeCount
    var loss = 0.0
    var gradient = [Double](repeating: 0, count: size)
    var hessian = Matrix<Double>(rows: size, columns: size)
    for (question, target) in targets.enumerated() where target.weight > 0 {
      let evidence = Array(questions.evidence(question))
      let p = head.predict(evidence[...])
      let weight = target.weight / total
      let mass = target.distribution.reduce(0, +)
      func feature(_ place: Int) -> Double { place < options ? evidence[place] : 0 }
      var mean = 0.0
      for place in used {
        let t = target.distribution[place]
        if t > 0 { loss -= weight * t * log(max(p[place], 1e-300)) }
        mean += p[place] * feature(place)
      }
      guard derivatives else { continue }
      for (number, place) in used.enumerated() {
        let error = weight * (mass * p[place] - target.distribution[place])
        gradient[0] += error * feature(place)
        if number > 0 { gradient[number] += error }
        let spread = weight * mass * p[place] * (feature(place) - mean)
        hessian[0, 0] += spread * feature(place)
        if number > 0 {
          hessian[0, number] += spread
          hessian[number, 0] += spread
          for (other, otherPlace) in used.enumerated() where other > 0 {
            hessian[number, other] +=
              weight * mass * p[place] * ((place == otherPlace ? 1 : 0) - p[otherPlace])
          }
        }
      }
    }
    return (loss, gradient, hessian)
  }

  mutating func minimized() throws -> EvidenceHead.Fit {
    var parameters = [Double](repeating: 0, count: freeCount)
    parameters[0] = 1
    var now = evaluate(parameters, derivatives: true)
    var steps = 0
    while steps < 60, now.gradient.contains(where: { abs($0) > 1e-10 }) {
      var damped = now.hessian
      let trace = (0..<freeCount).reduce(0) { $0 + damped[$1, $1] }
      for place in 0..<freeCount { damped[place, place] += 1e-12 * trace + 1e-14 }
      let direction = try Cholesky(of: damped).solve(now.gradient)
      let slope = zip(direction, now.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      var length = 1.0
      var next = parameters
      repeat {
        next = zip(parameters, direction).map { $0 - length * $1 }
        let loss = evaluate(next, derivatives: false).loss
        // Near the optimum the loss falls by less than its own rounding.
        if loss <= now.loss - 1e-4 * length * slope + 1e-14 * abs(now.loss) { break }
        length /= 2
      } while length > 1e-6
      guard length > 1e-6 else { break }
      parameters = next
      now = evaluate(parameters, derivatives: true)
      steps += 1
    }
    return EvidenceHead.Fit(
      head: head(parameters), loss: now.loss,
      gradient: now.gradient.map(abs).max() ?? 0, steps: steps)
  }
}
