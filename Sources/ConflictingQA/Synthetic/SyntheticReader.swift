import Foundation
import Statistics

/// A reader that counts words and whose preferences are known, to test the statistics against.
///
/// log odds of yes = stance bias + Σ ±(relevance weight × relevance + style weight × style + document
/// noise) + position bias × (±1, the side of the first of several documents) + prompt noise, with +
/// for documents that say yes. Relevance is the share of the question's content stems in the
/// window; style is boosters and references per ten words. A document without words counts nothing.
public struct SyntheticReader: EvidenceReader {
  /// Log odds for the step from no to all of the question's content stems, nats.
  public var relevanceWeight: Double
  /// Log odds for one booster or reference per ten words, nats.
  public var styleWeight: Double
  /// Log odds of yes without any document, nats; above 0 leans to yes.
  public var stanceBias: Double
  /// Log odds that the first document's side gains, nats.
  public var positionBias: Double
  /// Standard deviation of what a document is worth for no reason, nats; the same in all prompts.
  public var documentNoise: Double
  /// Standard deviation of what differs from prompt to prompt for no reason, nats.
  public var promptNoise: Double
  /// Fixes both kinds of noise.
  public var seed: UInt64

  /// A reader; the defaults prefer relevant documents and nothing else.
  public init(
    relevanceWeight: Double = 2, styleWeight: Double = 0, stanceBias: Double = 0,
    positionBias: Double = 0, documentNoise: Double = 0, promptNoise: Double = 0, seed: UInt64 = 0
  ) {
    (self.relevanceWeight, self.styleWeight) = (relevanceWeight, styleWeight)
    (self.stanceBias, self.positionBias) = (stanceBias, positionBias)
    (self.documentNoise, self.promptNoise, self.seed) = (documentNoise, promptNoise, seed)
  }

  public var identity: String {
    "synthetic reader: relevance \(relevanceWeight), style \(styleWeight), stance \(stanceBias), "
      + "position \(positionBias), noise \(documentNoise) and \(promptNoise), seed \(seed)"
  }

  public func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
    var known: [[String]: Double] = [:]
    return prompts.map { prompt in
      answer(to: prompt) { document in
        let key = [prompt.question.id, document.id, document.window]
        if let strength = known[key] { return strength }
        let strength = strength(of: document, for: prompt.question)
        known[key] = strength
        return strength
      }
    }
  }

  /// The answer to one prompt.
  public func answer(to prompt: EvidencePrompt) -> AnswerProbabilities {
    answer(to: prompt) { strength(of: $0, for: prompt.question) }
  }

  private func answer(
    to prompt: EvidencePrompt, strength: (EvidenceDocument) -> Double
  ) -> AnswerProbabilities {
    let logit = logOdds(prompt, strength)
    // log σ(x) without overflow on either side.
    func logSigmoid(_ x: Double) -> Double { x < 0 ? x - log1p(exp(x)) : -log1p(exp(-x)) }
    return AnswerProbabilities(logYes: logSigmoid(logit), logNo: logSigmoid(-logit))
  }

  /// What one document is worth to its side, nats.
  public func strength(of document: EvidenceDocument, for question: EvidenceQuestion) -> Double {
    let words = EnglishText.lowercasedWords(document.window)
    guard !words.isEmpty else { return 0 }
    let relevance = Stems.coverage(of: Stems.content(question.text), in: document.window)
    var strength = relevanceWeight * relevance
    if styleWeight != 0 {
      let marks =
        words.count { Lexicons.boosters.contains($0) }
        + CitationPatterns.references(document.window)
      strength += styleWeight * 10 * Double(marks) / Double(words.count)
    }
    if documentNoise != 0 {
      var generator = RandomGenerator(seed: seed).child("document").child(document.id)
      strength += documentNoise * generator.normal()
    }
    return strength
  }

  private func logOdds(
    _ prompt: EvidencePrompt, _ strength: (EvidenceDocument) -> Double
  ) -> Double {
    var logit = stanceBias
    for document in prompt.documents { logit += document.stance.sign * strength(document) }
    if prompt.documents.count > 1 { logit += positionBias * prompt.documents[0].stance.sign }
    guard promptNoise != 0 else { return logit }
    var generator = RandomGenerator(seed: seed).child("prompt").child(prompt.question.id)
    for document in prompt.documents {
      generator = generator.child(document.id).child(document.window)
    }
    return logit + promptNoise * generator.normal()
  }
}
