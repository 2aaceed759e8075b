import Foundation
import Statistics

/// What finetuning can change in a ``GaussianWorld``: logits slope · S + bias of the options, and the
/// bias of abstaining.
///
/// Five or six numbers; the biases are the free output bias that makes unfamiliar predictions fall
/// back on the hedge.
public struct EvidenceHead: Sendable, Equatable {
  /// The factor on the evidence.
  public var slope: Double
  /// One bias a place of the answer space; -∞ for an answer that is never given.
  public var biases: [Double]

  /// A head with these numbers.
  public init(slope: Double, biases: [Double]) { (self.slope, self.biases) = (slope, biases) }

  /// The base model itself: slope 1, no biases.
  public init(space: AnswerSpace) {
    self.init(slope: 1, biases: [Double](repeating: 0, count: space.count))
  }

  /// The logits of one question.
  func logits(_ evidence: ArraySlice<Double>) -> [Double] {
    var logits = biases
    for (place, value) in evidence.enumerated() { logits[place] += slope * value }
    return logits
  }

  /// The prediction for one question.
  public func predict(_ evidence: ArraySlice<Double>) -> [Double] { softmax(logits(evidence)) }
}

extension WorldQuestions {
  /// The predictions of a head for all questions as rows of metrics.
  ///
  /// The reference of abstentions is the base model's likeliest option; the best chance is that of the
  /// best possible answer. Question numbers start at `firstQuestion`, so that runs on different
  /// questions share none.
  public func predictions(
    _ head: EvidenceHead, space: AnswerSpace, axis: WorldScore, run: Int = 0,
    firstQuestion: Int = 0
  ) throws -> AnswerPredictions {
    try predictions(space: space, axis: axis, run: run, firstQuestion: firstQuestion) {
      head.predict(evidence($0))
    }
  }

  /// The same for any predictor of a question.
  public func predictions(
    space: AnswerSpace, axis: WorldScore, run: Int = 0, firstQuestion: Int = 0,
    predict: (_ question: Int) -> [Double]
  ) throws -> AnswerPredictions {
    let scores = scores(axis)
    var rows = AnswerPredictions(space: space)
    for question in 0..<count {
      try rows.append(
        predict(question), truth: truths[question], score: scores[question],
        question: firstQuestion + question, run: run,
        referenceRight: baseIsRight(question) ? 1 : 0,
        bestChance: bestAnswer(question).max() ?? .nan)
    }
    return rows
  }
}
