/// One edit tried on the documents of a study, against the same opponents as before.
public struct EditTrial: Sendable {
  /// The edit.
  public var edit: EditDescription
  /// What became of every document it was tried on.
  public var documents: [EditedDocument]
  /// The comparisons of the edited documents that passed the check, with the edited document's side.
  public var scores: [EditedScore]

  /// How many documents ended so.
  public func count(_ outcome: EditedDocument.Outcome) -> Int {
    documents.count { $0.outcome == outcome }
  }

  /// A trial that was run.
  public init(edit: EditDescription, documents: [EditedDocument], scores: [EditedScore]) {
    (self.edit, self.documents, self.scores) = (edit, documents, scores)
  }
}

/// A comparison in which the document of one side was edited.
public struct EditedScore: Sendable, Equatable {
  /// The side of the edited document.
  public var stance: Stance
  /// The comparison, under the ids of the unedited documents.
  public var score: PairScore

  /// A comparison.
  public init(stance: Stance, score: PairScore) { (self.stance, self.score) = (stance, score) }
}

/// What a report says about an edit, whether made by rule or by a writer.
public struct EditDescription: Sendable, Equatable {
  /// Short name.
  public var id: String
  /// What it does.
  public var title: String
  /// What kind of property is changed.
  public var family: EvidenceEdit.Family
  /// The id of its placebo.
  public var placebo: String?
  /// What must be true of the edited text.
  public var check: String

  /// A description.
  public init(
    id: String, title: String, family: EvidenceEdit.Family, placebo: String?, check: String
  ) {
    (self.id, self.title, self.family) = (id, title, family)
    (self.placebo, self.check) = (placebo, check)
  }
}

extension EvidenceEdit {
  /// What a report says about the edit.
  public var description: EditDescription {
    EditDescription(
      id: id, title: title, family: family, placebo: placebo, check: checkTitle)
  }
}

/// Which documents of a study are edited, and against whom they are compared.
public struct EditDesign: Sendable {
  /// Questions with documents of both sides.
  public var questions: [EvidenceQuestion]
  /// Their documents.
  public var documents: [EvidenceDocument]
  /// How many documents of each side of a question are edited: the first ones; nil for all.
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

  /// Tries an edit made by a writer; what fails a gate, or is missing, is left out and counted.
  ///
  /// With `labeller`, a rewrite must also leave the sign of its answer to the document alone as it
  /// was.
  public func run(
    _ rewrite: EvidenceRewrite, by rewriter: any Rewriter, _ reader: any EvidenceReader,
    labeller: (any EvidenceReader)? = nil
  ) async throws -> EditTrial {
    let subjects = subjects
    let texts = try await rewriter.rewrite(
      subjects.map { rewrite.request(for: $0.document, question: $0.question) })
    var edited: [EditedDocument] = []
    for (subject, text) in zip(subjects, texts) {
      var document = subject.document
      document.window = text ?? document.window
      var outcome = EditedDocument.Outcome.notPossible
      if let text {
        let failures = rewrite.failures(
          of: text, for: subject.document, question: subject.question)
        outcome = failures.isEmpty ? .passed : .failedCheck
      }
      if outcome == .passed, let labeller {
        let answers = try await labeller.answers(
          to: [subject.document, document].map {
            EvidencePrompt(question: subject.question, documents: [$0])
          })
        if (answers[0].logit > 0) != (answers[1].logit > 0) { outcome = .failedCheck }
      }
      edited.append(
        EditedDocument(
          editID: rewrite.id, original: subject.document, edited: document, outcome: outcome))
    }
    return try await compare(rewrite.description, edited, reader) { _ in }
  }

  private func compare(
    _ description: EditDescription, _ edited: [EditedDocument], _ reader: any EvidenceReader,
    _ advanced: (Int) throws -> Void
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

extension EvidenceRewrite {
  /// What a report says about the rewrite.
  public var description: EditDescription {
    EditDescription(
      id: id, title: title, family: family, placebo: family == .placebo ? nil : "L0",
      check: "figures and names kept, length kept, and \(targetTitle)")
  }
}
