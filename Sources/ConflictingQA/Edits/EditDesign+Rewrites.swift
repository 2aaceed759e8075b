/// Edits made by a writer.
extension EditDesign {
  /// Tries an edit made by a writer; what fails a gate, or is missing, is left out and counted.
  ///
  /// - Parameters:
  ///   - labeller: A rewrite must also leave the sign of this reader's answer to the document alone as
  ///     it was.
  ///   - attempts: How often a text is asked for: from the second time on with what was wrong before.
  public func run(
    _ rewrite: EvidenceRewrite, by rewriter: any Rewriter, _ reader: any EvidenceReader,
    labeller: (any EvidenceReader)? = nil, attempts: Int = 1
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
        tries[place] = try await judge(text, rewrite, subjects[place], labeller)
      }
    }
    let edited = zip(subjects, tries).map { subject, attempt in
      var document = subject.document
      document.window = attempt.text ?? document.window
      return EditedDocument(
        editID: rewrite.id, original: subject.document, edited: document,
        outcome: attempt.text == nil
          ? .notPossible : attempt.failures.isEmpty ? .passed : .failedCheck,
        failedGates: attempt.failures.map(\.gate))
    }
    return try await compare(rewrite.description, edited, reader)
  }

  private struct Try {
    var text: String?
    var failures: [RewriteFailure]
  }

  private func judge(
    _ text: String?, _ rewrite: EvidenceRewrite, _ subject: Subject,
    _ labeller: (any EvidenceReader)?
  ) async throws -> Try {
    guard let text else {
      return Try(
        text: nil, failures: [RewriteFailure(gate: .written, sentence: "nothing was written")])
    }
    let failures = rewrite.failures(of: text, for: subject.document, question: subject.question)
    guard failures.isEmpty, let labeller else { return Try(text: text, failures: failures) }
    var document = subject.document
    document.window = text
    let answers = try await labeller.answers(
      to: [subject.document, document].map {
        EvidencePrompt(question: subject.question, documents: [$0])
      })
    guard (answers[0].logit > 0) != (answers[1].logit > 0) else {
      return Try(text: text, failures: [])
    }
    let side = RewriteFailure(gate: .side, sentence: "it no longer takes its side")
    return Try(text: text, failures: [side])
  }
}
