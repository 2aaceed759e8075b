import Foundation

/// What a model's probability of the truth says about its knowledge; ln K is the boundary.
///
/// -ln p̂(truth) can rise to ln K by ignorance alone. More than that means that the model believes
/// something else: misinformation, which finetuning does not pull towards the hedge but below it.
public enum KnowledgeState: String, Sendable, CaseIterable {
  /// -ln p̂ at most the threshold.
  case known
  /// Between the threshold and ln K.
  case ignorance
  /// Above ln K: less than a blind guess.
  case misinformation

  /// The paper's threshold, -ln 0.7 nats.
  public static let paperThreshold = 0.35667494393873245

  /// The state for a score of ``GoldLikelihood`` among `options` answers.
  ///
  /// `threshold` is in nats.
  public init(
    goldNLL score: Double, options: Int, threshold: Double = KnowledgeState.paperThreshold
  ) {
    let blind = log(Double(options))
    self =
      score > blind ? .misinformation : score > min(threshold, blind) ? .ignorance : .known
  }
}

extension OptionTable {
  /// The state of every question.
  public func knowledge(threshold: Double = KnowledgeState.paperThreshold) -> [KnowledgeState] {
    (0..<count).map { question in
      KnowledgeState(
        goldNLL: -log(probabilities(question)[truths[question]]), options: names.count,
        threshold: threshold)
    }
  }
}
