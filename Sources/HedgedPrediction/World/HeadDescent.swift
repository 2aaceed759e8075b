import Foundation

/// Full-batch Adam on a head, for objectives that are not convex: rewards and squared error.
struct HeadDescent {
  /// The derivative of the objective to be minimised by the logits of one question, given its
  /// probabilities; both have one number a place.
  typealias LogitGradient = (
    _ question: Int, _ probabilities: UnsafePointer<Double>,
    _ gradient: UnsafeMutablePointer<Double>
  ) -> Void

  let steps: Int
  let learningRate: Double

  /// The head after all steps. O(steps × questions × places).
  func minimize(
    from start: EvidenceHead, on questions: WorldQuestions, _ gradient: LogitGradient
  ) -> EvidenceHead {
    let places = start.biases.count
    let options = questions.settings.options
    var parameters = [start.slope] + start.biases
    var adam = AdamState(places + 1, learningRate: learningRate)
    var sums = [Double](repeating: 0, count: places + 1)
    let scale = 1 / Double(questions.count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * places) { buffer in
      guard let p = buffer.baseAddress else { return }
      let slopes = p + places
      for _ in 0..<steps {
        for place in sums.indices { sums[place] = 0 }
        questions.evidence.withUnsafeBufferPointer { evidence in
          for question in 0..<questions.count {
            let first = question * options
            Self.softmax(evidence, first, options, parameters, into: p)
            gradient(question, p, slopes)
            for place in 0..<places {
              sums[place + 1] += slopes[place]
              if place < options { sums[0] += slopes[place] * evidence[first + place] }
            }
          }
        }
        for place in sums.indices { sums[place] *= scale }
        adam.update(&parameters, sums)
      }
    }
    return EvidenceHead(slope: parameters[0], biases: Array(parameters.dropFirst()))
  }

  private static func softmax(
    _ evidence: UnsafeBufferPointer<Double>, _ first: Int, _ options: Int, _ parameters: [Double],
    into p: UnsafeMutablePointer<Double>
  ) {
    let places = parameters.count - 1
    var largest = -Double.infinity
    for place in 0..<places {
      p[place] =
        parameters[place + 1] + (place < options ? parameters[0] * evidence[first + place] : 0)
      largest = max(largest, p[place])
    }
    var total = 0.0
    for place in 0..<places {
      p[place] = exp(p[place] - largest)
      total += p[place]
    }
    for place in 0..<places { p[place] /= total }
  }
}

extension EvidenceHead {
  /// The head after `steps` of Adam on the mean squared distance from the targets (Brier).
  static func fitSquaredError(
    _ questions: WorldQuestions, targets: [WeightedTarget], steps: Int
  ) -> EvidenceHead {
    let places = targets.first?.distribution.count ?? 0
    let start = EvidenceHead(slope: 1, biases: [Double](repeating: 0, count: places))
    return HeadDescent(steps: steps, learningRate: 0.05).minimize(from: start, on: questions) {
      question, p, gradient in
      let target = targets[question]
      var mean = 0.0
      for place in 0..<places { mean += p[place] * (p[place] - target.distribution[place]) }
      for place in 0..<places {
        let error = p[place] - target.distribution[place]
        gradient[place] = 2 * target.weight * p[place] * (error - mean)
      }
    }
  }
}
