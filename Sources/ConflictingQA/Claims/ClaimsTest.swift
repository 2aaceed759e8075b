/// How well a judge of claims judges: every claim of some documents, asked of texts of which it is known
/// whether they say it.
public struct ClaimsTest: Sendable {
  /// A text that says a claim, or does not.
  public enum Control: String, CaseIterable, Sendable {
    /// The document with its sentences in another order (edit I5): it says the claim.
    case shuffled
    /// The document with neutral words exchanged (edit P0): it says the claim.
    case reworded
    /// The document without the claim's sentence.
    case dropped
    /// The document with the claim's sentence negated by rule.
    case negated
    /// A document of the other side of the question.
    case opposed
    /// A document of another question.
    case unrelated

    /// Whether the text says the claim.
    public var saysIt: Bool { self == .shuffled || self == .reworded }
  }

  /// One claim and one text.
  public struct Record: Sendable, Equatable {
    /// What the text is.
    public var control: Control
    /// The question.
    public var questionID: String
    /// The document that the claim comes from.
    public var documentID: String
    /// The claim.
    public var claim: String
    /// What the judge found.
    public var judgement: ClaimJudgement
  }

  /// The judge.
  public var judge: String
  /// All claims with all their texts.
  public var records: [Record]

  /// A test that was made before.
  public init(judge: String, records: [Record]) { (self.judge, self.records) = (judge, records) }

  /// Tests a judge on the documents of a design; controls that cannot be made are left out.
  public init(_ judge: ClaimsJudge, design: EditDesign) async throws {
    self.judge = judge.identity
    records = []
    for (place, subject) in design.subjects.enumerated() {
      let others = design.subjects.dropFirst(place) + design.subjects.prefix(place)
      let controls = Self.controls(subject, others: Array(others), seed: design.seed)
      let judgements = try await judge.judge(controls.map(\.request))
      records += zip(controls, judgements).map { control, judgement in
        Record(
          control: control.control, questionID: subject.question.id,
          documentID: subject.document.id, claim: control.request.claim, judgement: judgement)
      }
    }
  }

  /// Every claim of a document with every text that can be made; `others` begins with the document.
  private static func controls(
    _ subject: EditDesign.Subject, others: [EditDesign.Subject], seed: UInt64
  ) -> [(control: Control, request: ClaimsJudge.Request)] {
    let document = subject.document
    func edited(_ id: String) -> String? {
      let edited = EvidenceEdit.named(id)?.apply(
        to: document, question: subject.question, seed: seed)
      return edited?.outcome == .passed ? edited?.edited.window : nil
    }
    let questions = others.map(\.question.id)
    // The next two questions are the judge's own references.
    var later: [String] = []
    for id in questions where !later.contains(id) { later.append(id) }
    let far = later.dropFirst(ClaimsJudge.unrelatedTexts + 1).first
    let whole: [(Control, String?)] = [
      (.shuffled, edited("I5")), (.reworded, edited("P0")),
      (.opposed, subject.opponents.first?.window),
      (.unrelated, others.first { $0.question.id == far }?.document.window),
    ]
    let sentences = EnglishText.sentences(document.window)
    return sentences.indices.filter { ClaimsJudge.isClaim(sentences[$0]) }.flatMap { place in
      func with(_ sentence: String?) -> String {
        (sentences[..<place] + [sentence].compactMap { $0 } + sentences[(place + 1)...])
          .joined(separator: " ")
      }
      let claim = sentences[place]
      let own: [(Control, String?)] = [
        (.dropped, sentences.count > 1 ? with(nil) : nil),
        (.negated, Negation.negated(claim).map { with($0) }),
      ]
      return (whole + own).compactMap { control, text in
        text.map {
          let request = ClaimsJudge.Request(
            claim: claim, source: document.window, text: $0, questionID: subject.question.id)
          return (control, request)
        }
      }
    }
  }
}
