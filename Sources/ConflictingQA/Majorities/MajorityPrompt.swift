/// Many documents against one: does a reader count, and does it see that repeats are no new evidence?
public enum MajorityKind: String, CaseIterable, Sendable {
  /// The same document again and again.
  case repeats
  /// One document in its own words and in other words.
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
