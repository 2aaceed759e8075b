public import Statistics

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
    /// The gain less that of as many repeats on the same questions, nats: what other words or other
    /// sources add to saying it again. Nil for repeats and at 1:1.
    public var beyondRepeats: Estimate?
    /// Two-sided sign-flip p-value over questions of `beyondRepeats`, of `gain` for repeats; NaN at 1:1.
    public var pValue: Double
    /// `pValue` after Holm over all points.
    public var holm: Double
  }

  /// The points by kind and rising size.
  public var points: [Point]

  /// Averages answers; both sides and both orders of a question count as one, and intervals resample
  /// whole questions.
  public init(
    _ scores: [MajorityScore], resamples: Int = 2000, permutations: Int = 9999, seed: UInt64 = 0
  ) {
    let byKind = Dictionary(grouping: scores, by: \.kind).mapValues { scores in
      Dictionary(grouping: scores, by: \.ratio).mapValues(Means.init)
    }
    func estimate(_ means: Means) -> Estimate {
      ClusterBootstrap(
        clusters: Clusters(singletons: means.values.count), resamples: resamples, seed: seed
      ).mean(of: means.values, interval: .expanded)
    }
    func gain(_ kind: MajorityKind, _ ratio: Int) -> Means? {
      guard ratio > 1, let own = byKind[kind]?[ratio], let one = byKind[kind]?[1] else {
        return nil
      }
      return own.less(one)
    }
    points = MajorityKind.allCases.flatMap { kind in
      (byKind[kind] ?? [:]).sorted { $0.key < $1.key }.map { ratio, means in
        let gained = gain(kind, ratio)
        let repeats = kind == .repeats ? nil : gain(.repeats, ratio)
        let beyond = repeats.flatMap { gained?.less($0) }
        let tested = beyond ?? gained
        return Point(
          kind: kind, ratio: ratio, logOdds: estimate(means), gain: gained.map(estimate),
          beyondRepeats: beyond.map(estimate),
          pValue: tested.map {
            signFlipTest($0.values, permutations: permutations, seed: seed).pValue
          } ?? .nan,
          holm: .nan)
      }
    }
    let judged = points.indices.filter { !points[$0].pValue.isNaN }
    for (place, p) in zip(judged, MultipleTesting.holm(judged.map { points[$0].pValue })) {
      points[place].holm = p
    }
  }

  /// A mean a question.
  private struct Means {
    private var byQuestion: [String: Double]

    init(_ scores: [MajorityScore]) {
      byQuestion = Dictionary(grouping: scores, by: \.questionID).mapValues {
        Sample.mean($0.map(\.logit))
      }
    }

    var values: [Double] { byQuestion.sorted { $0.key < $1.key }.map(\.value) }

    func less(_ other: Means) -> Means {
      var result = self
      result.byQuestion = byQuestion.reduce(into: [:]) { rest, member in
        if let value = other.byQuestion[member.key] { rest[member.key] = member.value - value }
      }
      return result
    }
  }
}
