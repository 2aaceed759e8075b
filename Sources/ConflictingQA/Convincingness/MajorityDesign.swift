public import Statistics

/// Many documents against one: does a reader count, and does it see that repeats are no new evidence?
public enum MajorityKind: String, CaseIterable, Sendable {
  /// The same document again and again.
  case repeats
  /// One document in its own words and in paraphrases of it.
  case paraphrases
  /// Different documents.
  case independent
}

/// One prompt of the k-document mode: `ratio` documents of one side against one of the other.
public struct MajorityPrompt: Sendable {
  /// What the majority is made of.
  public var kind: MajorityKind
  /// How many documents the majority has.
  public var ratio: Int
  /// The side of the majority.
  public var majority: Stance
  /// Whether the majority stands before the single document.
  public var majorityFirst: Bool
  /// The prompt.
  public var prompt: EvidencePrompt

  /// The prompts of a question, 1:1 to `largest`:1 for both sides, both orders, every kind for which
  /// there are documents enough.
  ///
  /// - Parameter paraphrases: Paraphrases by document id.
  ///
  /// The first document of each side is the one that is repeated and that stands alone.
  public static func all(
    _ question: EvidenceQuestion, documents: [EvidenceDocument], largest: Int = 4,
    paraphrases: [String: [String]] = [:]
  ) -> [MajorityPrompt] {
    var prompts: [MajorityPrompt] = []
    for majority in Stance.allCases {
      let own = documents.filter { $0.stance == majority }
      guard let first = own.first,
        let single = documents.first(where: { $0.stance == majority.opposite })
      else { continue }
      let reworded = (paraphrases[first.id] ?? []).map { text in
        var document = first
        document.window = text
        return document
      }
      let sources: [(MajorityKind, [EvidenceDocument])] = [
        (.repeats, Array(repeating: first, count: largest)), (.paraphrases, [first] + reworded),
        (.independent, own),
      ]
      for (kind, source) in sources where source.count > 1 {
        for ratio in 1...min(largest, source.count) {
          let many = Array(source.prefix(ratio))
          for majorityFirst in [true, false] {
            let shown = majorityFirst ? many + [single] : [single] + many
            prompts.append(
              MajorityPrompt(
                kind: kind, ratio: ratio, majority: majority, majorityFirst: majorityFirst,
                prompt: EvidencePrompt(question: question, documents: shown)))
          }
        }
      }
    }
    return prompts
  }
}

/// Log odds toward the majority over its size.
public struct MajorityCurve: Sendable {
  /// The mean of one kind at one size.
  public struct Point: Sendable {
    /// What the majority is made of.
    public var kind: MajorityKind
    /// How many documents it has against one.
    public var ratio: Int
    /// Mean log odds toward it, both sides and orders averaged, nats.
    public var logOdds: Estimate
    /// Change against 1:1 on the same questions, nats; nil at 1:1.
    public var gain: Estimate?
  }

  /// The points by kind and rising size.
  public var points: [Point]

  /// Averages answers, one a prompt; intervals resample whole questions.
  ///
  /// Traps when there is not one answer a prompt.
  public init(
    _ prompts: [MajorityPrompt], answers: [AnswerProbabilities], resamples: Int = 2000,
    seed: UInt64 = 0
  ) {
    precondition(prompts.count == answers.count, "every prompt needs an answer")
    var means: [MajorityKind: [Int: [String: [Double]]]] = [:]
    for (prompt, answer) in zip(prompts, answers) {
      means[prompt.kind, default: [:]][prompt.ratio, default: [:]][
        prompt.prompt.question.id, default: []
      ].append(prompt.majority.sign * answer.logit)
    }
    func estimate(_ byQuestion: [String: Double]) -> Estimate {
      let names = byQuestion.keys.sorted()
      return ClusterBootstrap(
        clusters: Clusters(singletons: names.count), resamples: resamples, seed: seed
      ).mean(of: names.compactMap { byQuestion[$0] })
    }
    points = MajorityKind.allCases.flatMap { kind -> [Point] in
      let sizes = means[kind] ?? [:]
      let base = (sizes[1] ?? [:]).mapValues(Sample.mean)
      return sizes.keys.sorted().map { ratio in
        let own = (sizes[ratio] ?? [:]).mapValues(Sample.mean)
        let gains = own.compactMapValuesWithKeys { key, value in base[key].map { value - $0 } }
        return Point(
          kind: kind, ratio: ratio, logOdds: estimate(own), gain: ratio > 1 ? estimate(gains) : nil)
      }
    }
  }
}

extension Dictionary {
  fileprivate func compactMapValuesWithKeys<Other>(
    _ transform: (Key, Value) -> Other?
  ) -> [Key: Other] {
    reduce(into: [:]) { result, member in
      if let value = transform(member.key, member.value) { result[member.key] = value }
    }
  }
}
