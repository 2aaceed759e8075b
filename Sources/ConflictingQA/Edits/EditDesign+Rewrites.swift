/// Edits made by a writer.
extension EditDesign {
  /// Tries an edit made by a writer; what fails a gate, or is missing, is left out and counted.
  ///
  /// - Parameters:
  ///   - labeller: A rewrite must also leave the sign of this reader's answer to the document alone as
  ///     it was.
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
    if failures.isEmpty, let labeller, try await changesSide(text, subject, labeller) {
      failures = [RewriteFailure(gate: .side, sentence: "it no longer takes its side")]
    }
    if failures.isEmpty, let claims {
      failures = try await claims.failures(of: text, for: subject.document)
    }
    return Try(text: text, failures: failures)
  }

  private func changesSide(
    _ text: String, _ subject: Subject, _ labeller: any EvidenceReader
  ) async throws -> Bool {
    var document = subject.document
    document.window = text
    let answers = try await labeller.answers(
      to: [subject.document, document].map {
        EvidencePrompt(question: subject.question, documents: [$0])
      })
    return (answers[0].logit > 0) != (answers[1].logit > 0)
  }
}
