import Calibration
import Embeddings
public import LanguageModels
public import Probes
public import Statistics

/// Probes that were trained on one domain and are judged on others, unchanged: every pair study
/// (a folder of `knowable pair`) against every other.
///
/// A probe keeps its own label rule wherever it goes; the positions of a domain are those of its test
/// documents, balanced as in training, so that a column holds the same positions for all its rows when
/// their rules agree.
public struct TransferStudy {
  /// One domain: the stores of a pair on its documents, and the folder that holds its probes.
  public struct Domain {
    /// The name in figures.
    public let name: String
    let folder: String
    let small: EmbeddingStore
    let pairs: PairedPositions

    /// Opens the folder that `knowable pair` wrote.
    ///
    /// - Throws: `EmbeddingsError` for stores that are missing or damaged, ``ProbesError`` for stores
    ///   that do not belong together.
    public init(name: String, folder: String) throws {
      (self.name, self.folder) = (name, folder)
      small = try EmbeddingStore(path: "\(folder)/small.store")
      pairs = try PairedPositions(
        small: PairSide(small), large: PairSide(EmbeddingStore(path: "\(folder)/large.store")))
    }
  }

  /// One probe on one domain.
  public struct Cell: Sendable {
    /// AUROC of aleatoric against epistemic on balanced positions; NaN where there are too few.
    public let auroc: Estimate
    /// The same at natural prevalence.
    public let natural: Estimate
    /// Why there is no value; nil when there is one.
    public let reason: String?
  }

  /// What one probe file is worth: a row a domain it was trained on, a column a domain it is judged on.
  public struct Matrix: Sendable {
    /// The probe file's name without its ending: `gap`, `gap.mlp`.
    public let name: String
    /// What the probes are, one a row: `logistic, final_norm`.
    public let probes: [String]
    /// Row after row.
    public let cells: [[Cell]]
    /// The small model's entropy on the positions of each column, by the rule of that column's own
    /// probe: what needs no training at all.
    public let threshold: [Cell]
  }

  private let domains: [Domain]
  private let model: LanguageModel?
  private let balance: LabelBalance
  private let settings: EvaluationSettings

  /// A study of two or more domains.
  ///
  /// - Parameters:
  ///   - model: the small model, for heads that read logits or the likeliest token.
  ///   - balance: how classes are made equally frequent.
  /// - Throws: ``ProbesError/badOption(_:)`` for fewer than two domains or equal names.
  public init(
    _ domains: [Domain], model: LanguageModel? = nil, balance: LabelBalance = .tokens,
    resamples: Int = 2000, seed: UInt64 = 0
  ) throws {
    guard domains.count > 1, Set(domains.map(\.name)).count == domains.count else {
      throw ProbesError.badOption(
        "Transfer needs at least two folders of `knowable pair`, each with a name of its own.")
    }
    (self.domains, self.model, self.balance) = (domains, model, balance)
    settings = EvaluationSettings(resamples: resamples, seed: seed)
  }

  /// The names of the domains, in order.
  public var names: [String] { domains.map(\.name) }

  /// Judges the probes `FOLDER/NAME.probe` of all domains on all domains.
  ///
  /// - Throws: ``ProbesError/otherModel(probe:features:)`` when the domains were read by different
  ///   small models, ``ProbesError/badOption(_:)`` for probes without a label rule by a larger model,
  ///   errors of damaged files.
  public func matrix(_ name: String, monitor: ProbeMonitor = ProbeMonitor()) throws -> Matrix {
    let probes = try domains.map { try ProbeFile.open("\($0.folder)/\(name).probe") }
    var cells: [[Cell]] = []
    for (row, probe) in probes.enumerated() {
      cells.append([])
      for (column, domain) in domains.enumerated() {
        try monitor.advance(
          .judging, row * domains.count + column, of: domains.count * domains.count,
          "\(domains[row].name) on \(domain.name)")
        cells[row].append(
          try cell(of: probe, on: domain) { features, rows in
            try probe.predict(features.layer(probe.tap), rows: rows).map(\.logit)
          })
      }
    }
    let threshold = try zip(probes, domains).map { probe, domain in
      let entropies = Dictionary(
        uniqueKeysWithValues: zip(domain.pairs.rows, domain.pairs.smallEntropy))
      return try cell(of: probe, on: domain) { features, rows in
        features.numbers(rows).map { Double(entropies[$0] ?? .nan) }
      }
    }
    return Matrix(
      name: name, probes: probes.map { "\($0.kindName), \($0.tap)" }, cells: cells,
      threshold: threshold)
  }

  /// Scores of a domain's test positions under a probe's rule, judged.
  private func cell(
    of probe: any CalibratedProbe, on domain: Domain,
    scores: (HeadFeatures, [Int32]) throws -> [Double]
  ) throws -> Cell {
    try probe.checkModel(fingerprint: domain.small.manifest.model.fingerprint)
    guard let rule = probe.metadata.label.rule, rule.source == .model else {
      throw ProbesError.badOption(
        "A probe transfers with the rule of its labels, by a larger model; this one was trained on "
          + "other labels.")
    }
    do {
      let selection = try LabelSelection(
        LabelledPositions(domain.pairs, rule: rule), split: probe.metadata.split,
        balance: BalanceOptions(balance: balance, seed: probe.metadata.split.seed))
      func judge(balanced: Bool) throws -> Estimate {
        let examples = try selection.examples(parts: [.test], balanced: balanced)
        let features = HeadFeatures(domain.small, rows: examples.rows, model: model)
        return try evaluateRanking(
          scores: scores(features, (0..<Int32(examples.rows.count)).map { $0 }),
          labels: examples.labels.labels, clusters: examples.labels.groupNumbers,
          settings: settings
        ).auroc
      }
      return Cell(
        auroc: try judge(balanced: true), natural: try judge(balanced: false), reason: nil)
    } catch ProbesError.nothingToLabel(let sentence) {
      let none = Estimate(value: .nan, count: 0, clusters: 0)
      return Cell(auroc: none, natural: none, reason: sentence)
    }
  }
}
