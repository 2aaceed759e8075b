public import Statistics

/// How often a document's side is the answer, over the documents that oppose it.
public struct DocumentWinRate: Sendable, Equatable {
  /// The document.
  public var documentID: String
  /// Its question.
  public var questionID: String
  /// Its side.
  public var stance: Stance
  /// Pairs that count.
  public var opponents: Int
  /// Mean probability of its side, 0...1.
  public var soft: Double
  /// Share of pairs in which its side is the likelier answer, ties half, 0...1.
  public var hard: Double
}

/// Win rates of all documents that one reader compared (ConflictingQA, section 2).
public struct WinRates: Sendable {
  /// A rate as the mean over documents and as the mean over questions, with intervals over questions.
  public struct Summary: Sendable, Equatable {
    /// Mean over documents.
    public var byDocument: Estimate
    /// Mean over the means of questions.
    public var byQuestion: Estimate
  }

  /// Fewest opponents for a rate to be reported without a mark.
  public static let reportedOpponents = 5

  /// Every document with a pair that counts, in the order of the pairs, yes before no.
  public let documents: [DocumentWinRate]
  /// Pairs that are off-format.
  public let offFormatPairs: Int
  /// All pairs.
  public let pairs: Int

  /// The rates of some pairs.
  public init(_ pairs: [PairScore], policy: OffFormatPolicy = OffFormatPolicy()) {
    struct Key: Hashable {
      let question: String
      let document: String
    }
    var places: [Key: Int] = [:]
    var rates: [DocumentWinRate] = []
    for pair in pairs {
      for (stance, id) in [(Stance.yes, pair.yesID), (.no, pair.noID)] {
        guard let wins = policy.wins(pair, of: stance) else { continue }
        let key = Key(question: pair.questionID, document: id)
        let place = places[key, default: rates.count]
        if place == rates.count {
          places[key] = place
          rates.append(
            DocumentWinRate(
              documentID: id, questionID: pair.questionID, stance: stance, opponents: 0, soft: 0,
              hard: 0))
        }
        rates[place].opponents += 1
        rates[place].soft += wins.soft
        rates[place].hard += wins.hard
      }
    }
    documents = rates.map { rate in
      var rate = rate
      rate.soft /= Double(rate.opponents)
      rate.hard /= Double(rate.opponents)
      return rate
    }
    offFormatPairs = pairs.count(where: policy.isOffFormat)
    self.pairs = pairs.count
  }

  /// Documents with enough opponents to be reported without a mark.
  public var reported: [DocumentWinRate] {
    documents.filter { $0.opponents >= Self.reportedOpponents }
  }

  /// Summarises a rate of some documents, such as `\.soft` of those that say yes; intervals resample
  /// whole questions.
  public static func summary(
    of rate: KeyPath<DocumentWinRate, Double>, _ documents: [DocumentWinRate],
    resamples: Int = 2000, seed: UInt64 = 0
  ) -> Summary {
    let clusters = Clusters(names: documents.map(\.questionID))
    let values = documents.map { $0[keyPath: rate] }
    let sums = clusters.sums(values)
    let byQuestion = sums.map { $0.sum / Double($0.count) }
    return Summary(
      byDocument: ClusterBootstrap(clusters: clusters, resamples: resamples, seed: seed)
        .mean(of: values),
      byQuestion: ClusterBootstrap(
        clusters: Clusters(singletons: byQuestion.count), resamples: resamples, seed: seed
      ).mean(of: byQuestion))
  }
}

extension Clusters {
  /// Sum and size of each cluster.
  fileprivate func sums(_ values: [Double]) -> [(sum: Double, count: Int)] {
    var sums = [(sum: Double, count: Int)](repeating: (0, 0), count: count)
    for (cluster, value) in zip(index, values) {
      sums[Int(cluster)].sum += value
      sums[Int(cluster)].count += 1
    }
    return sums
  }
}
