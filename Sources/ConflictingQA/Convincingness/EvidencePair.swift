/// Two opposed documents of a question, to be compared in both orders.
public struct EvidencePair: Sendable, Equatable {
  /// The question.
  public var question: EvidenceQuestion
  /// The document that says yes.
  public var yes: EvidenceDocument
  /// The document that says no.
  public var no: EvidenceDocument

  /// A pair of a document with an opponent, whichever side it takes.
  public init(
    _ document: EvidenceDocument, against opponent: EvidenceDocument, question: EvidenceQuestion
  ) {
    self.question = question
    (yes, no) = document.stance == .yes ? (document, opponent) : (opponent, document)
  }

  /// The two prompts, the yes document first and the no document first.
  public var prompts: [EvidencePrompt] {
    [
      EvidencePrompt(question: question, documents: [yes, no]),
      EvidencePrompt(question: question, documents: [no, yes]),
    ]
  }
}

extension EvidenceReader {
  /// Compares pairs in both orders.
  ///
  /// `advanced` hears how many pairs are done after every few of them; throw to stop.
  public func compare(
    _ pairs: [EvidencePair], advanced: (Int) throws -> Void = { _ in }
  ) async throws -> [PairScore] {
    var scores: [PairScore] = []
    scores.reserveCapacity(pairs.count)
    // Enough prompts at a time for a reader to share the beginnings among them.
    for first in stride(from: 0, to: pairs.count, by: 64) {
      let part = pairs[first..<min(first + 64, pairs.count)]
      let answers = try await answers(to: part.flatMap(\.prompts))
      for (place, pair) in part.enumerated() {
        scores.append(
          PairScore(
            questionID: pair.question.id, yesID: pair.yes.id, noID: pair.no.id,
            yesFirst: answers[2 * place], noFirst: answers[2 * place + 1]))
      }
      try advanced(scores.count)
    }
    return scores
  }
}
