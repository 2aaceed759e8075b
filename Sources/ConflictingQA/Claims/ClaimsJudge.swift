/// Judges claim by claim whether a text says what another one says, by asking a reader.
///
/// Readers, small ones above all, lean to yes or to no whatever they are asked, so no answer counts by
/// itself. Every claim is also asked of the text it comes from, which says it, and of two texts of
/// other questions, which do not; see ``ClaimJudgement/verdict``. A reader that always answers alike
/// therefore decides nothing, instead of letting everything pass. One that answers by chance tells a
/// claim from both unrelated texts in a third of the cases, and all claims of a text almost never.
public struct ClaimsJudge: Sendable {
  /// A claim, where it comes from, and the text that is asked about it.
  public struct Request: Sendable, Equatable {
    /// The claim.
    public var claim: String
    /// The text it comes from.
    public var source: String
    /// The text that may say it or not.
    public var text: String
    /// The question of both texts.
    public var questionID: String

    /// A request.
    public init(claim: String, source: String, text: String, questionID: String) {
      (self.claim, self.source, self.text) = (claim, source, text)
      self.questionID = questionID
    }
  }

  /// How many unrelated texts every claim is asked of.
  public static let unrelatedTexts = 2

  /// The judge's identity.
  public var identity: String { reader.identity }
  private let reader: any EvidenceReader
  private let unrelated: [String: [String]]

  /// A judge.
  ///
  /// - Parameters:
  ///   - reader: Who is asked; its template should be ``template()``.
  ///   - documents: Documents of the study: the unrelated texts of a question are the first documents
  ///     of the two questions after it, in a circle.
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` for fewer than three questions.
  public init(_ reader: any EvidenceReader, documents: [EvidenceDocument]) throws {
    var firsts: [EvidenceDocument] = []
    var seen: Set<String> = []
    for document in documents where seen.insert(document.questionID).inserted {
      firsts.append(document)
    }
    guard firsts.count > Self.unrelatedTexts else {
      throw ConflictingQAError.badSetting(
        "Claims are judged against texts of \(Self.unrelatedTexts) other questions, but there are "
          + "only \(firsts.count) questions: take more, with a higher --limit or other data.")
    }
    self.reader = reader
    var unrelated: [String: [String]] = [:]
    for (place, first) in firsts.enumerated() {
      unrelated[first.questionID] = (1...Self.unrelatedTexts).map {
        firsts[(place + $0) % firsts.count].window
      }
    }
    self.unrelated = unrelated
  }

  /// How a reader is asked whether a text says something: the text first, so that all claims about it
  /// share its work.
  public static func template() throws -> PromptTemplate {
    try PromptTemplate(
      name: "claims",
      source: """
        {documents}{text}

        {/documents}Judging by this text alone, is the following statement true? Answer with \
        {choices}.
        Statement: {question}{turn}Answer:{answer}
        """)
  }

  /// What a text claims: its sentences of three words or more that ask nothing.
  public static func claims(of text: String) -> [String] {
    EnglishText.sentences(text).filter { isClaim($0) }
  }

  static func isClaim(_ sentence: String) -> Bool {
    !sentence.hasSuffix("?") && EnglishText.words(sentence).count >= 3
  }

  /// The judgements, in the order of the requests; all are asked together, text by text.
  public func judge(_ requests: [Request]) async throws -> [ClaimJudgement] {
    let asked = requests.map { request -> [String] in
      guard let unrelated = unrelated[request.questionID] else {
        preconditionFailure("The judge knows no question \(request.questionID).")
      }
      return [request.text, request.source] + unrelated
    }
    let prompts = zip(requests, asked).flatMap { request, texts in
      texts.map { prompt(request.claim, $0) }
    }
    let order = prompts.indices.sorted {
      (prompts[$0].documents[0].window, $0) < (prompts[$1].documents[0].window, $1)
    }
    let answers = try await reader.answers(to: order.map { prompts[$0] })
    var logits = [Double](repeating: 0, count: prompts.count)
    for (place, answer) in zip(order, answers) { logits[place] = answer.logit }
    var start = 0
    return asked.map { texts in
      let own = logits[start..<start + texts.count]
      start += texts.count
      return ClaimJudgement(
        logOdds: own[own.startIndex], own: own[own.startIndex + 1],
        others: Array(own.dropFirst(2)))
    }
  }

  private func prompt(_ claim: String, _ text: String) -> EvidencePrompt {
    EvidencePrompt(
      question: EvidenceQuestion(id: ContentID.make([claim]), text: claim),
      documents: [
        EvidenceDocument(id: ContentID.make([text]), questionID: "", stance: .yes, text: text)
      ])
  }
}
