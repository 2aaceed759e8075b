import Statistics
public import TextFiles

/// What to expect of finetuning on a user's own questions, before it is done, and which of them to
/// teach as "I don't know".
///
/// A head on the frozen model's own option probabilities stands for the finetuned model (see
/// ``OptionHead``); each share of unfamiliar examples is tried on splits into training and held-out
/// questions, and the share with the highest expected reward on held-out questions is recommended.
public struct FinetuningAdvice: Sendable {
  /// One share that was tried.
  public struct Candidate: Sendable {
    /// The share of the examples that would be relabelled.
    public let share: Double
    /// What is predicted of held-out questions.
    public let arm: StudyResult.ArmResult

    /// Over all held-out questions.
    public var overall: HedgeEvaluation.Bin { arm.evaluations[0].evaluation.overall }
  }

  /// What is predicted when every answer is taught as it is.
  public let untouched: StudyResult.ArmResult
  /// Each share tried, rising.
  public let candidates: [Candidate]
  /// The best of them; nil when teaching every answer as it is earns as much.
  public let recommended: Candidate?
  /// Unfamiliarity of every question, for relabelling.
  public let scores: [Double]
  /// Unfamiliar is strictly above; nil without a recommendation.
  public let threshold: Double?
  /// What is known, what is not, and what is believed wrongly.
  public let knowledge: [KnowledgeState]
  /// What "would be right" means for over-refusal.
  public let reference: String

  /// Advises on questions; the scheme, the split rule and the rewards of `settings` are replaced.
  ///
  /// - Throws: ``HedgedPredictionError`` as a study does, and without shares.
  public init(
    _ table: OptionTable, backend: some HedgeBackend, shares: [Double],
    rewards: RewardRule = .paper(abstain: 0), settings: FinetuningStudy.Settings = .init(),
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws {
    guard !shares.isEmpty, shares.allSatisfy({ $0 > 0 && $0 < 1 }) else {
      throw HedgedPredictionError.badSetting(
        "Give shares between 0 and 1 to try, such as 0.1,0.2,0.4.")
    }
    var settings = settings
    (settings.schemes, settings.rewards) = ([.truth, .abstainOnUnfamiliar], rewards)
    var candidates: [Candidate] = []
    var plain: StudyResult.ArmResult?
    var reference = ""
    for (number, share) in shares.sorted().enumerated() {
      settings.split = .topShare(share)
      let result = try FinetuningStudy(table, settings: settings).run(backend)
      candidates.append(Candidate(share: share, arm: result.arms[1]))
      plain = plain ?? result.arms[0]
      reference = result.reference
      try progress(number + 1, shares.count)
    }
    guard let untouched = plain else { preconditionFailure("There is at least one share.") }
    let best = candidates.max { $0.arm.reward < $1.arm.reward }
    let recommended = best.flatMap { $0.arm.reward > untouched.reward ? $0 : nil }
    let scores = try settings.scorer.scores(table, for: .relabelling, seed: settings.seed)
    threshold = try recommended.map {
      try FamiliaritySplit(scores: scores, rule: .topShare($0.share)).threshold
    }
    (self.untouched, self.candidates, self.recommended) = (untouched, candidates, recommended)
    self.scores = scores
    self.reference = reference
    knowledge = table.knowledge()
  }

  /// Whether each question should be taught as "I don't know".
  public var isRelabelled: [Bool] {
    scores.map { score in threshold.map { score > $0 } ?? false }
  }

  /// Every number.
  public var json: JSONValue {
    func arm(_ result: StudyResult.ArmResult) -> JSONValue {
      ["plan": result.plan.json, "held_out": result.evaluations[0].evaluation.json]
    }
    var states = JSONObject()
    for state in KnowledgeState.allCases {
      states[state.rawValue] = .integer(Int64(knowledge.count { $0 == state }))
    }
    return [
      "questions": .integer(Int64(scores.count)), "knowledge": .object(states),
      "would_be_right": .string(reference), "untouched": arm(untouched),
      "shares": .array(
        candidates.map { ["share": .number($0.share), "prediction": arm($0.arm)] }),
      "recommended_share": recommended.map { .number($0.share) } ?? .null,
      "threshold": threshold.map(JSONValue.number) ?? .null,
      "relabelled": .integer(Int64(isRelabelled.count { $0 })),
    ]
  }
}

extension StudyResult.ArmResult {
  /// The expected reward over all held-out questions.
  fileprivate var reward: Double { evaluations[0].evaluation.overall[.reward].value }
}
