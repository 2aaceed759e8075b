import Statistics

/// Comparisons and documents side by side with their features, ready for the statistics.
struct SensitivityData {
  /// A document with its feature and strength, both less the mean of its side of the question.
  struct Centred {
    let feature: [Double]
    let theta: [Double]
    /// The places of the documents of each side.
    let groups: [Range<Int>]
    let clusters: Clusters
  }

  let scores: [PairScore]
  let table: FeatureTable
  private let strengths: [(key: DocumentKey, theta: Double)]

  init(_ scores: [PairScore], table: FeatureTable, fit: BradleyTerry.Fit) {
    self.scores = scores
    self.table = table
    strengths = fit.theta.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Feature of the yes document minus that of the no document, a comparison each; NaN if missing.
  func differences(_ feature: EvidenceFeature) -> [Double] {
    scores.map { table.value(feature, of: $0.yesID) - table.value(feature, of: $0.noID) }
  }

  /// The documents whose feature is known, on sides with two of them or more.
  func centred(_ feature: EvidenceFeature) -> Centred {
    var (features, thetas, groups, questions) =
      ([Double](), [Double](), [Range<Int>](), [String]())
    let sides = Dictionary(grouping: strengths.indices) {
      "\(strengths[$0].key.question) \(strengths[$0].key.stance.rawValue)"
    }
    for side in sides.values.sorted(by: { $0[0] < $1[0] }) {
      let known = side.filter { !table.value(feature, of: strengths[$0].key.document).isNaN }
      guard known.count > 1 else { continue }
      let values = known.map { table.value(feature, of: strengths[$0].key.document) }
      let own = known.map { strengths[$0].theta }
      let (a, b) = (Sample.mean(values), Sample.mean(own))
      groups.append(features.count..<features.count + known.count)
      features += values.map { $0 - a }
      thetas += own.map { $0 - b }
      questions += known.map { strengths[$0].key.question }
    }
    return Centred(
      feature: features, theta: thetas, groups: groups, clusters: Clusters(names: questions))
  }
}
