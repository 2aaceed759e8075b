import TestSupport
import Testing
import TextFiles

@testable import HedgedPrediction

@Suite struct OptionHeadTests {
  @Test func theOptimumIsSciPys() throws {
    let golden = try JSONValue.load(path: Goldens.path("option-head.json"))
    func numbers(_ value: JSONValue?) -> [Double] { (value?.array ?? []).compactMap(\.double) }
    let places = (golden["place"]?.array ?? []).compactMap(\.int)
    let weights = numbers(golden["weight"])
    let examples = (golden["scores"]?.array ?? []).enumerated().map { index, row in
      OptionHead.Example(
        scores: numbers(row), target: (0..<5).map { $0 == places[index] ? 1 : 0 },
        weight: weights[index])
    }
    #expect(examples.count == 60)
    let head = try OptionHead.fitted(examples, options: 4, places: 5)
    #expect(abs(head.sharpness - (golden["sharpness"]?.double ?? 0)) < 1e-3)
    // Biases are free up to a constant, which only the ridge fixes: compare what they predict.
    var reference = numbers(golden["biases"])
    let shift = zip(head.biases, reference).reduce(0) { $0 + $1.0 - $1.1 } / 5
    reference = reference.map { $0 + shift }
    for (mine, theirs) in zip(head.biases, reference) { #expect(abs(mine - theirs) < 1e-3) }

    // Stationarity: with free biases the mean prediction is the mean target.
    var residual = [Double](repeating: 0, count: 5)
    for example in examples {
      for (place, p) in head.prediction(example.scores).enumerated() {
        residual[place] += example.weight * (p - example.target[place])
      }
    }
    #expect(residual.allSatisfy { abs($0) / weights.reduce(0, +) < 1e-4 })
  }
}
