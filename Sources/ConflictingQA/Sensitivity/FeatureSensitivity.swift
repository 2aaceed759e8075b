public import Statistics

/// How strongly one feature goes with winning.
public struct FeatureSensitivity: Sendable {
  /// The feature.
  public var feature: EvidenceFeature
  /// Spearman's ρ of the difference between yes and no document with the debiased log odds.
  public var pairs: Estimate
  /// Its two-sided p-value when values are shuffled among the documents of a side of a question.
  public var pairPValue: Double
  /// Spearman's ρ of feature and strength θ among the documents of a side, both centred there.
  public var documents: Estimate
  /// Its two-sided p-value by the same shuffling.
  public var documentPValue: Double
  /// `documentPValue` after Holm over the features.
  public var holm: Double
  /// `documentPValue` after Benjamini and Hochberg over the features.
  public var falseDiscoveryRate: Double

  /// A feature that varies in fewer questions than this, such as quotations where hardly any text has
  /// one, gets neither an interval nor a p-value: resampling would only repeat those few.
  public static let fewestQuestions = 5
}

extension FeatureSensitivity {
  /// Settings of the analysis.
  public struct Options: Sendable {
    /// Resamples of whole questions behind intervals.
    public var resamples: Int
    /// Shufflings behind p-values.
    public var permutations: Int
    /// Penalty of the Bradley-Terry strengths.
    public var ridge: Double
    /// The seed of both.
    public var seed: UInt64

    /// Settings; the defaults are those of the specification but for fewer draws.
    public init(
      resamples: Int = 2000, permutations: Int = 1999, ridge: Double = 0.1, seed: UInt64 = 0
    ) {
      (self.resamples, self.permutations) = (resamples, permutations)
      (self.ridge, self.seed) = (ridge, seed)
    }
  }

  /// The sensitivities of all features of a table, in its order.
  ///
  /// Shuffling number r of a feature draws from
  /// `RandomGenerator(seed: seed).child("features").child(feature).child(r)`. Costs
  /// O(features × permutations × comparisons log comparisons).
  public static func all(
    _ scores: [PairScore], table: FeatureTable, options: Options = Options()
  ) -> [FeatureSensitivity] {
    let fit = BradleyTerry(ridge: options.ridge).fit(scores)
    let data = SensitivityData(scores, table: table, fit: fit)
    var results = table.features.map { one($0, data, options) }
    let judged = results.indices.filter { !results[$0].documentPValue.isNaN }
    let pValues = judged.map { results[$0].documentPValue }
    let (holm, rates) = (
      MultipleTesting.holm(pValues), MultipleTesting.benjaminiHochberg(pValues)
    )
    for (place, index) in judged.enumerated() {
      (results[index].holm, results[index].falseDiscoveryRate) = (holm[place], rates[place])
    }
    return results
  }

  private static func one(
    _ feature: EvidenceFeature, _ data: SensitivityData, _ options: Options
  ) -> FeatureSensitivity {
    let parent = RandomGenerator(seed: options.seed).child("features").child(feature.rawValue)
    let documents = data.centred(feature)
    let pairs = PairedFeature(feature, data)
    return FeatureSensitivity(
      feature: feature,
      pairs: correlation(pairs.differences, pairs.logits, pairs.clusters, options),
      pairPValue: pairs.pValue(options.permutations, parent.child("pairs")),
      documents: correlation(documents.feature, documents.theta, documents.clusters, options),
      documentPValue: documents.pValue(options.permutations, parent.child("documents")),
      holm: .nan, falseDiscoveryRate: .nan)
  }

  private static func correlation(
    _ x: [Double], _ y: [Double], _ clusters: Clusters, _ options: Options
  ) -> Estimate {
    let value = RankCorrelation.spearman(x, y)
    guard clusters.varying(x) >= fewestQuestions else {
      return Estimate(value: value, count: x.count, clusters: clusters.count)
    }
    let ranked = ResampledSpearman(x, y, clusters: clusters)
    return ClusterBootstrap(clusters: clusters, resamples: options.resamples, seed: options.seed)
      .distribution(width: 1) { counts, row in row[0] = ranked.spearman(counts) }
      .estimate(0, value: value, interval: .expanded)
  }
}

extension SensitivityData.Centred {
  /// (b + 1) / (m + 1) over shufflings within sides; NaN when ρ is undefined.
  func pValue(_ permutations: Int, _ parent: RandomGenerator) -> Double {
    // Shuffling values shuffles their ranks, so these are found once.
    var ranks = RankCorrelation.ranks(feature)
    let other = RankCorrelation.ranks(theta)
    let centre = Double(ranks.count + 1) / 2
    func cross(_ ranks: [Double]) -> Double {
      zip(ranks, other).reduce(0) { $0 + ($1.0 - centre) * ($1.1 - centre) }
    }
    let observed = abs(cross(ranks))
    guard RankCorrelation.spearman(feature, theta).isFinite,
      clusters.varying(feature) >= FeatureSensitivity.fewestQuestions
    else { return .nan }
    var extreme = 0
    for permutation in 0..<permutations {
      var generator = parent.child(permutation)
      for group in groups {
        var own = Array(ranks[group])
        generator.shuffle(&own)
        ranks.replaceSubrange(group, with: own)
      }
      if abs(cross(ranks)) >= observed * (1 - 1e-12) { extreme += 1 }
    }
    return Double(extreme + 1) / Double(permutations + 1)
  }
}

extension Clusters {
  /// How many clusters hold a value that is not zero but for rounding, as differences are where nothing varies.
  fileprivate func varying(_ values: [Double]) -> Int {
    Set(zip(index, values).filter { abs($1) > 1e-12 }.map(\.0)).count
  }
}

/// The comparisons in which a feature is known of both documents.
private struct PairedFeature {
  let differences: [Double]
  let logits: [Double]
  let clusters: Clusters
  private let ends: [(yes: Int, no: Int)]
  private let values: [Double]
  private let groups: [[Int]]

  init(_ feature: EvidenceFeature, _ data: SensitivityData) {
    let all = data.differences(feature)
    let known = data.scores.indices.filter { !all[$0].isNaN }
    let scores = known.map { data.scores[$0] }
    differences = known.map { all[$0] }
    logits = scores.map(\.debiasedLogit)
    clusters = Clusters(names: scores.map(\.questionID))
    let keys = Set(scores.flatMap { [DocumentKey($0, .yes), DocumentKey($0, .no)] }).sorted()
    let places = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    ends = scores.map { (places[DocumentKey($0, .yes)] ?? 0, places[DocumentKey($0, .no)] ?? 0) }
    values = keys.map { data.table.value(feature, of: $0.document) }
    groups = Dictionary(grouping: keys.indices) { "\(keys[$0].question) \(keys[$0].stance)" }
      .values.sorted { $0[0] < $1[0] }
  }

  /// (b + 1) / (m + 1) over shufflings of documents within sides; NaN when ρ is undefined.
  func pValue(_ permutations: Int, _ parent: RandomGenerator) -> Double {
    let observed = abs(RankCorrelation.spearman(differences, logits))
    guard observed.isFinite,
      clusters.varying(differences) >= FeatureSensitivity.fewestQuestions
    else { return .nan }
    var extreme = 0
    var shuffled = values
    for permutation in 0..<permutations {
      var generator = parent.child(permutation)
      for group in groups {
        var own = group.map { values[$0] }
        generator.shuffle(&own)
        for (place, value) in zip(group, own) { shuffled[place] = value }
      }
      let drawn = RankCorrelation.spearman(ends.map { shuffled[$0.yes] - shuffled[$0.no] }, logits)
      if abs(drawn) >= observed * (1 - 1e-12) { extreme += 1 }
    }
    return Double(extreme + 1) / Double(permutations + 1)
  }
}
