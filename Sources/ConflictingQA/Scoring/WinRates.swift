public import Statistics

/// Win rates of all documents that one reader compared (ConflictingQA, section 2).
public struct WinRates: Sendable {
  /// A rate as the mean over documents and as the mean over questions, with intervals over questions.
  public struct Summary: Sendable, Equatable {
    /// Mean over documents.
    public var byDocument: Estimate
    /// Mean over the means of questions.
    public var byQuestion: Estimate
  }

  /// Fewest opponents for a rate to be reported without a mark (the paper reports from 5 on).
  public static let reportedOpponents = 5

  /// Every document with a pair that counts, by question, side and id.
  public let documents: [DocumentStanding]
  /// Pairs that are off-format.
  public let offFormatPairs: Int
  /// All pairs.
  public let pairs: Int

  /// The rates of some pairs; strengths come from `fit` where there is one.
  public init(
    _ pairs: [PairScore], policy: OffFormatPolicy = OffFormatPolicy(),
    fit: BradleyTerry.Fit? = nil
  ) {
    var met: [DocumentKey: [(soft: Double, hard: Double)]] = [:]
    for pair in pairs {
      for stance in Stance.allCases {
        guard let wins = policy.wins(pair, of: stance) else { continue }
        met[DocumentKey(pair, stance), default: []].append(wins)
      }
    }
    documents = met.keys.sorted().map { key in
      DocumentStanding(key, wins: met[key, default: []], theta: fit?.theta[key] ?? .nan)
    }
    offFormatPairs = pairs.count(where: policy.isOffFormat)
    self.pairs = pairs.count
  }

  /// Documents with enough opponents to be reported without a mark.
  public var reported: [DocumentStanding] { documents.filter { !$0.hasFewOpponents } }

  /// Summarises a rate of some documents, such as `\.softWinRate` of those that say yes; intervals
  /// resample whole questions.
  public static func summary(
    of rate: KeyPath<DocumentStanding, Double>, _ documents: [DocumentStanding],
    resamples: Int = 2000, seed: UInt64 = 0
  ) -> Summary {
    let clusters = Clusters(names: documents.map(\.questionID))
    let values = documents.map { $0[keyPath: rate] }
    let byQuestion = clusters.means(of: values)
    return Summary(
      byDocument: ClusterBootstrap(clusters: clusters, resamples: resamples, seed: seed)
        .mean(of: values, interval: .expanded),
      byQuestion: ClusterBootstrap(
        clusters: Clusters(singletons: byQuestion.count), resamples: resamples, seed: seed
      ).mean(of: byQuestion, interval: .expanded))
  }
}
