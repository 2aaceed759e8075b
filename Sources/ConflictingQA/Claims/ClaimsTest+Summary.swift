public import Statistics

extension ClaimsTest {
  /// How a judge does on one kind of text.
  public struct Row: Sendable {
    /// What the texts are.
    public var control: Control
    /// How many claims got each verdict.
    public var verdicts: [ClaimJudgement.Verdict: Int]
    /// The share of all claims with the right verdict, 0...1; undecided ones are not right.
    public var right: Estimate
    /// The share of whole documents all of whose claims got the right verdict: for texts that say
    /// them, how often a faithful rewrite passes one direction of the gate.
    public var wholeDocuments: Estimate
  }

  /// One row a kind of text, with expanded bootstrap intervals over questions.
  public func rows(resamples: Int = 2000, seed: UInt64 = 0) -> [Row] {
    Control.allCases.compactMap { control in
      let own = records.filter { $0.control == control }
      guard !own.isEmpty else { return nil }
      func mean(_ items: [(question: String, isRight: Bool)]) -> Estimate {
        ClusterBootstrap(
          clusters: Clusters(names: items.map(\.question)), resamples: resamples, seed: seed
        ).mean(of: items.map { $0.isRight ? 1 : 0 }, interval: .expanded)
      }
      let wanted: ClaimJudgement.Verdict = control.saysIt ? .said : .missing
      let documents = Dictionary(grouping: own, by: \.documentID).values.sorted {
        $0[0].documentID < $1[0].documentID
      }
      return Row(
        control: control,
        verdicts: own.reduce(into: [:]) { $0[$1.judgement.verdict, default: 0] += 1 },
        right: mean(own.map { ($0.questionID, $0.judgement.verdict == wanted) }),
        wholeDocuments: mean(
          documents.map { claims in
            (claims[0].questionID, claims.allSatisfy { $0.judgement.verdict == wanted })
          }))
    }
  }
}
