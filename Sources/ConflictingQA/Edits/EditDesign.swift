/// Which documents of a study are edited, and against whom they are compared.
public struct EditDesign: Sendable {
  /// Questions with documents of both sides.
  public var questions: [EvidenceQuestion]
  /// Their documents.
  public var documents: [EvidenceDocument]
  /// How many documents of each side of a question are edited: the first ones; nil for all. Both sides
  /// take part, so that what a longer text does to the answer, whichever side it takes, cancels within
  /// the question.
  public var documentsPerSide: Int?
  /// How many opponents of each are kept: the first ones; nil for all.
  public var opponents: Int?
  /// The seed of edits that draw.
  public var seed: UInt64

  /// A design.
  public init(
    questions: [EvidenceQuestion], documents: [EvidenceDocument], documentsPerSide: Int? = nil,
    opponents: Int? = nil, seed: UInt64 = 0
  ) {
    (self.questions, self.documents, self.seed) = (questions, documents, seed)
    (self.documentsPerSide, self.opponents) = (documentsPerSide, opponents)
  }

  /// A document that is edited, with its question and opponents.
  public struct Subject: Sendable {
    /// The document.
    public var document: EvidenceDocument
    /// Its question.
    public var question: EvidenceQuestion
    /// Those it is compared with, which stay as they are.
    public var opponents: [EvidenceDocument]

    /// The comparisons of another text in the document's place.
    public func pairs(_ document: EvidenceDocument) -> [EvidencePair] {
      opponents.map { EvidencePair(document, against: $0, question: question) }
    }
  }

  /// The documents that are edited, question by question, yes before no.
  public var subjects: [Subject] {
    let byQuestion = Dictionary(grouping: documents, by: \.questionID)
    return questions.flatMap { question in
      Stance.allCases.flatMap { stance in
        let all = byQuestion[question.id, default: []]
        let own = all.filter { $0.stance == stance }
        let others = all.filter { $0.stance == stance.opposite }
        let met = Array(others.prefix(opponents ?? others.count))
        return met.isEmpty
          ? []
          : own.prefix(documentsPerSide ?? own.count).map {
            Subject(document: $0, question: question, opponents: met)
          }
      }
    }
  }

  /// The comparisons of the documents as they are; every pair once.
  public func baseline(
    _ reader: any EvidenceReader, advanced: (Int) throws -> Void = { _ in }
  ) async throws -> [PairScore] {
    var seen: Set<String> = []
    let pairs = subjects.flatMap { $0.pairs($0.document) }.filter {
      seen.insert("\($0.question.id) \($0.yes.id) \($0.no.id)").inserted
    }
    return try await reader.compare(pairs, advanced: advanced)
  }

  /// Tries an edit made by rule.
  public func run(
    _ edit: EvidenceEdit, _ reader: any EvidenceReader, advanced: (Int) throws -> Void = { _ in }
  ) async throws -> EditTrial {
    let edited = subjects.map { subject in
      edit.apply(to: subject.document, question: subject.question, seed: seed)
    }
    return try await compare(edit.description, edited, reader, advanced)
  }

  /// Asks all that some edits need, question by question: answers that are kept are there when the
  /// edits are tried one by one, and prompts of different edits that begin with the same document
  /// share the work.
  public func askAll(_ edits: [EvidenceEdit], _ reader: StoredReader) async throws {
    let byQuestion = Dictionary(grouping: subjects, by: \.question.id)
    for question in questions {
      let pairs = byQuestion[question.id, default: []].flatMap { subject in
        let edited = edits.map {
          $0.apply(to: subject.document, question: question, seed: seed)
        }.filter { $0.outcome == .passed }
        return ([subject.document] + edited.map(\.edited)).flatMap(subject.pairs)
      }
      let prompts = Dictionary(grouping: pairs.flatMap(\.prompts)) { $0.documents[0].window }
      _ = try await reader.answers(to: prompts.keys.sorted().flatMap { prompts[$0, default: []] })
    }
  }

  /// Compares the edited documents that passed their check with their opponents.
  func compare(
    _ description: EditDescription, _ edited: [EditedDocument], _ reader: any EvidenceReader,
    _ advanced: (Int) throws -> Void = { _ in }
  ) async throws -> EditTrial {
    let passed = zip(subjects, edited).filter { $1.outcome == .passed }
    let pairs = passed.flatMap { subject, edited in subject.pairs(edited.edited) }
    let stances = passed.flatMap { subject, edited in
      subject.opponents.map { _ in edited.original.stance }
    }
    let scores = try await reader.compare(pairs, advanced: advanced)
    return EditTrial(
      edit: description, documents: edited,
      scores: zip(stances, scores).map { EditedScore(stance: $0, score: $1) })
  }
}
