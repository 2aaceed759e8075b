/// Edits made by a writer.
extension EditDesign {
  /// Tries an edit made by a writer; what fails a gate, or is missing, is left out and counted.
  ///
  /// - Parameters:
  ///   - labeller: This reader's answer to a rewrite alone must also lie on the original's half between
  ///     its answers to the original and to the opponents.
  ///   - claims: Judges whether claims were lost or added; nil leaves that unjudged.
  ///   - attempts: How often a text is asked for: from the second time on with what was wrong before.
  public func run(
    _ rewrite: EvidenceRewrite, by rewriter: any Rewriter, _ reader: any EvidenceReader,
    labeller: (any EvidenceReader)? = nil, claims: ClaimsJudge? = nil, attempts: Int = 1
  ) async throws -> EditTrial {
    let subjects = subjects
    var tries = subjects.map { _ in Try(text: nil, failures: []) }
    for attempt in 0..<attempts {
      let open = subjects.indices.filter { attempt == 0 || !tries[$0].failures.isEmpty }
      let texts = try await rewriter.rewrite(
        open.map {
          rewrite.request(
            for: subjects[$0].document, question: subjects[$0].question, refused: tries[$0].failures
          )
        })
      for (place, text) in zip(open, texts) {
        tries[place] = try await judge(text, rewrite, subjects[place], labeller, claims)
      }
    }
    let edited = zip(subjects, tries).map { subject, attempt in
      var document = subject.document
      document.window = attempt.text ?? document.window
      return EditedDocument(
        editID: rewrite.id, original: subject.document, edited: document,
        outcome: attempt.text == nil
          ? .notPossible : attempt.failures.isEmpty ? .passed : .failedCheck,
        failedGates: RewriteFailure.Gate.allCases.filter(attempt.failures.map(\.gate).contains))
    }
    var description = rewrite.description
    description.claimsJudge = claims?.identity
    return try await compare(description, edited, reader)
  }

  private struct Try {
    var text: String?
    var failures: [RewriteFailure]
  }

  /// The gates in turn, the costly ones last and only for texts that pass the others.
  private func judge(
    _ text: String?, _ rewrite: EvidenceRewrite, _ subject: Subject,
    _ labeller: (any EvidenceReader)?, _ claims: ClaimsJudge?
  ) async throws -> Try {
    guard let text else {
      return Try(
        text: nil, failures: [RewriteFailure(gate: .written, sentence: "nothing was written")])
    }
    var failures = rewrite.failures(of: text, for: subject.document, question: subject.question)
    if failures.isEmpty, let labeller {
      failures = try await sideFailures(text, subject, labeller)
    }
    if failures.isEmpty, let claims {
      failures = try await claims.failures(of: text, for: subject.document)
    }
    return Try(text: text, failures: failures)
  }

  /// A reader that leans to one answer whatever it reads never changes it, so the text is held against
  /// the original, which takes the side, and the opponents, which do not.
  private func sideFailures(
    _ text: String, _ subject: Subject, _ labeller: any EvidenceReader
  ) async throws -> [RewriteFailure] {
    var document = subject.document
    document.window = text
    let shown = [document, subject.document] + subject.opponents
    let leanings = try await labeller.answers(
      to: shown.map { EvidencePrompt(question: subject.question, documents: [$0]) }
    ).map { subject.document.stance.sign * $0.logit }
    let judgement = ClaimJudgement(
      logOdds: leanings[0], own: leanings[1], others: Array(leanings.dropFirst(2)))
    switch judgement.verdict {
    case .said: return []
    case .missing:
      return [RewriteFailure(gate: .side, sentence: "it no longer takes its side")]
    case .undecided:
      let sentence = "the reader cannot tell the original's side from the other one's"
      return [RewriteFailure(gate: .undecided, sentence: sentence)]
    }
  }
}
