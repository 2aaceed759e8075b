/// An edit that needs a writer: what it asks for, and the gates its answer must pass.
public struct EvidenceRewrite: Sendable {
  /// Short name, as in the specification.
  public let id: String
  /// What it does, in words.
  public let title: String
  /// What kind of property is changed.
  public let family: EvidenceEdit.Family
  private let instruction: String
  private let length: ClosedRange<Double>
  private let target: @Sendable (EditInput, String) -> Bool
  let targetTitle: String

  /// The rewrites of the catalogue; every one keeps claims, figures and side.
  public static let catalogue: [EvidenceRewrite] = [
    EvidenceRewrite(
      "L0", "paraphrase (placebo)", .placebo, "Say the same in other words.", length: 0.9...1.1,
      "a fifth of the words or more changed"
    ) { input, text in
      let removed = TextDifference.words(from: input.window, to: text).filter {
        $0.kind == .removed
      }
      let changed = removed.reduce(0) { $0 + EnglishText.words($1.text).count }
      return 5 * changed >= EnglishText.words(input.window).count
    },
    EvidenceRewrite(
      "L2", "technical register", .style, "Use the technical register of a journal article.",
      "the Flesch-Kincaid grade rises by one or more"
    ) { Readability.grade($1) >= Readability.grade($0.window) + 1 },
    EvidenceRewrite(
      "L3", "plain language", .style, "Use plain words and short sentences.",
      "the Flesch-Kincaid grade falls by one or more"
    ) { Readability.grade($1) <= Readability.grade($0.window) - 1 },
    EvidenceRewrite(
      "L4", "confident tone", .style, "Sound entirely certain.",
      "boosters less hedges rise by one per hundred words or more"
    ) { Lexicons.confidence(of: $1) >= Lexicons.confidence(of: $0.window) + 1 },
    EvidenceRewrite(
      "L5", "hedged tone", .style, "Sound careful and uncertain.",
      "boosters less hedges fall by one per hundred words or more"
    ) { Lexicons.confidence(of: $1) <= Lexicons.confidence(of: $0.window) - 1 },
    EvidenceRewrite(
      "L6", "neutral tone", .style, "Use a neutral, objective tone without feeling.",
      "words of praise and blame get fewer"
    ) { Lexicons.feeling(of: $1) < Lexicons.feeling(of: $0.window) },
    EvidenceRewrite(
      "L7", "emotive tone", .style, "Use an emotional, moving tone.",
      "words of praise and blame get more"
    ) { Lexicons.feeling(of: $1) > Lexicons.feeling(of: $0.window) },
    EvidenceRewrite(
      "L8", "without the question's words", .relevance,
      "Avoid the words of the question; use synonyms for them.",
      "fewer of the question's content stems occur"
    ) { input, text in
      let question = Stems.content(input.question.text)
      return Stems.coverage(of: question, in: text)
        < Stems.coverage(of: question, in: input.window)
    },
  ]

  private init(
    _ id: String, _ title: String, _ family: EvidenceEdit.Family, _ instruction: String,
    length: ClosedRange<Double> = 0.8...1.25, _ targetTitle: String,
    target: @escaping @Sendable (EditInput, String) -> Bool
  ) {
    (self.id, self.title, self.family) = (id, title, family)
    (self.instruction, self.length) = (instruction, length)
    (self.target, self.targetTitle) = (target, targetTitle)
  }

  /// The request for one document; `refused` says why an earlier answer was not taken.
  public func request(
    for document: EvidenceDocument, question: EvidenceQuestion, refused: [RewriteFailure] = []
  ) -> RewriteRequest {
    RewriteRequest(
      documentID: document.id, rewriteID: id, text: document.window,
      prompt: """
        Rewrite the text below. \(instruction) Change nothing else: keep every claim, every number \
        and name, the order, and the answer "\(document.stance.rawValue)" that it gives to the \
        question "\(question.text)". Keep about the same length. Reply with the new text alone.\
        \(refused.isEmpty ? "" : " An earlier try was refused: \(refused.map(\.sentence).joined(separator: "; ")).")

        Text:
        \(document.window)
        """)
  }

  /// The gates that a rewrite does not pass; empty when it may be used. Whether the side is kept is
  /// asked of a reader.
  public func failures(
    of text: String, for document: EvidenceDocument, question: EvidenceQuestion
  ) -> [RewriteFailure] {
    let input = EditInput(question: question, document: document)
    let words = EnglishText.words(document.window)
    var failures: [RewriteFailure] = []
    func fails(_ gate: RewriteFailure.Gate, _ sentence: String) {
      failures.append(RewriteFailure(gate: gate, sentence: sentence))
    }
    let ratio = Double(EnglishText.words(text).count) / Double(max(words.count, 1))
    if !length.contains(ratio) {
      fails(.length, "its length is \((ratio * 100).rounded() / 100) of the original")
    }
    let present = Set(EnglishText.words(text))
    if let lost = words.first(where: { $0.contains(where: \.isNumber) && !present.contains($0) }) {
      fails(.figures, "the number \(lost) is gone")
    }
    if let lost = names(in: document.window).first(where: { !present.contains($0) }) {
      fails(.names, "the name \(lost) is gone")
    }
    if !target(input, text) { fails(.target, "it is not true that \(targetTitle)") }
    return failures
  }

  private func names(in text: String) -> [Substring] {
    EnglishText.sentences(text).flatMap { sentence in
      EnglishText.words(sentence).dropFirst().filter { word in
        word.first?.isUppercase == true && word.count > 1
      }.map { Substring(String($0)) }
    }
  }
}
