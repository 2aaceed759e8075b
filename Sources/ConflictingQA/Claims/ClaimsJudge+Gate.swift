/// The gate that a rewrite must pass: nothing is lost and nothing is added.
extension ClaimsJudge {
  /// What is wrong with the claims of a rewrite; empty when it says all that the original says, the
  /// original says all that it says, and the judge could judge every claim.
  ///
  /// A sentence that stands in the other text word for word needs no judge. Costs four prompts a
  /// claim, of which those of the original are the same for all its rewrites.
  public func failures(
    of text: String, for document: EvidenceDocument
  ) async throws -> [RewriteFailure] {
    let kept = requests(document.window, in: text, document.questionID)
    let new = requests(text, in: document.window, document.questionID)
    let judged = zip(kept + new, try await judge(kept + new)).map { ($0.claim, $1.verdict) }
    func quoted(
      _ claims: some Sequence<(String, ClaimJudgement.Verdict)>,
      _ verdict: ClaimJudgement.Verdict
    ) -> [String] {
      claims.filter { $0.1 == verdict }.map { "\"\($0.0)\"" }
    }
    let problems: [(gate: RewriteFailure.Gate, problem: String, claims: [String])] = [
      (.claims, "it no longer says", quoted(judged.prefix(kept.count), .missing)),
      (.claims, "it adds", quoted(judged.dropFirst(kept.count), .missing)),
      (.undecided, "the judge cannot tell whether both texts say", quoted(judged, .undecided)),
    ]
    return problems.filter { !$0.claims.isEmpty }.map {
      RewriteFailure(
        gate: $0.gate, sentence: "\($0.problem) \($0.claims.joined(separator: ", "))")
    }
  }

  /// The claims of one text that do not stand in another one word for word.
  private func requests(
    _ source: String, in text: String, _ questionID: String
  ) -> [Request] {
    let present = Set(EnglishText.sentences(text).map(EnglishText.lowercasedWords))
    return Self.claims(of: source)
      .filter { !present.contains(EnglishText.lowercasedWords($0)) }
      .map { Request(claim: $0, source: source, text: text, questionID: questionID) }
  }
}
