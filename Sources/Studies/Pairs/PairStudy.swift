public import Calibration
import Charts
public import Embeddings
public import Probes
public import Statistics

/// From the stores of two models on the same documents to labels, probes, baselines, agreement with
/// the truth and the atlas: everything of a pair that needs no model any more.
public struct PairStudy {
  /// What decides the result besides the stores.
  public struct Options: Sendable {
    /// Small-model entropies that are looked at, nats.
    public var band = EntropyBand.paper
    /// How classes are made equally frequent.
    public var balance = LabelBalance.tokens
    /// Positions left out at the start of every document.
    public var skippedPositions = 0
    /// Seed of split, balancing, folds and resamples.
    public var seed: UInt64 = 0
    /// Bootstrap resamples of every interval.
    public var resamples = 2000
    /// The map from logits to probabilities that validation fits.
    public var recalibration = Recalibration.Method.platt

    /// The paper's band and balancing.
    public init() {}
  }

  /// One labelled task with its probe and how everything did.
  public struct Task: Sendable {
    /// A short name for files: `gap`, `threshold`, `truth`.
    public let name: String
    /// Labels, split and balancing.
    public let selection: LabelSelection
    /// The probe.
    public let training: ProbeTraining
    /// The probe's recalibrated probabilities on the balanced test part, as other scores are judged.
    public let judgedProbe: JudgedScores
    /// Baselines of positions beside it, on the balanced test part.
    public let baselines: [(kind: PositionBaseline.Kind, judged: JudgedScores)]
    /// The probe's AUROC on the test part without balancing.
    public let natural: Estimate
  }

  /// The small model's store, with hidden states.
  public let store: EmbeddingStore
  /// The positions with the large model's entropies.
  public internal(set) var pairs: PairedPositions
  /// The positions with the exact entropies of a world; nil without a truth file.
  public let truth: PairedPositions?
  /// The large model's own positions with the same truth; nil without one, and where tokens differ.
  let largeTruth: PairedPositions?
  /// The models behind the stores, for baselines and inputs that need full distributions.
  public var models: ModelPair?
  /// The part of every document.
  public let split: GroupSplit
  private let options: Options

  /// Pairs two stores, and the small one with the truth where there is a truth file.
  ///
  /// - Throws: ``ProbesError`` naming the first document that differs, errors of damaged stores.
  public init(
    small: EmbeddingStore, large: EmbeddingStore, truth path: String? = nil, options: Options
  ) throws {
    let side = try PairSide(small)
    store = small
    let largeSide = try PairSide(large)
    pairs = try PairedPositions(small: side, large: largeSide)
    truth = try path.map { try PairedPositions(small: side, truth: $0) }
    let isShared = pairs.alignment.rule == .tokens
    largeTruth = try path.flatMap {
      isShared ? try PairedPositions(small: largeSide, truth: $0) : nil
    }
    self.options = options
    split = try GroupSplit(seed: options.seed)
  }

  /// Small-model entropies that are looked at.
  var band: EntropyBand { options.band }
  var skippedPositions: Int { options.skippedPositions }

  /// How probes and heads are fitted and judged.
  var probeOptions: ProbeOptions {
    var settings = ProbeOptions()
    settings.seed = options.seed
    settings.resamples = options.resamples
    settings.recalibration = options.recalibration
    return settings
  }

  var evaluationSettings: EvaluationSettings {
    EvaluationSettings(resamples: options.resamples, seed: options.seed)
  }

  /// The paper's two tasks by the large model; where the truth is known, the same by the exact entropy,
  /// and facts against coins where a world says which is which.
  public func rules() throws -> [(name: String, rule: LabelRule)] {
    func rule(_ task: LabelTask, _ source: ReferenceSource) -> LabelRule {
      LabelRule(
        band: options.band, task: task, source: source,
        skippedPositions: options.skippedPositions)
    }
    var rules = [("gap", rule(.paperGap, .model)), ("threshold", rule(.threshold(), .model))]
    if truth != nil { rules.append(("truth", rule(.threshold(), .truth))) }
    if truth?.truth?.kind.isEmpty == false {
      rules.append(("kinds", rule(.kinds(zero: ["fact"], one: ["coin"]), .truth)))
    }
    return rules
  }

  /// Labels, fits and judges one task.
  ///
  /// - Throws: ``ProbesError/nothingToLabel(_:)`` for empty bands and parts without both classes.
  public func run(
    _ name: String, _ rule: LabelRule, source: ProbeSource, monitor: ProbeMonitor = ProbeMonitor()
  ) throws -> Task {
    guard let positions = rule.source == .model ? pairs : truth else {
      throw ProbesError.badOption("Labels by truth need a truth file.")
    }
    let selection = try LabelSelection(
      LabelledPositions(positions, rule: rule), split: split,
      balance: BalanceOptions(balance: options.balance, seed: options.seed))
    let examples = try selection.examples()
    let training = try trainProbe(
      features: StoreRows(store, rows: examples.rows), labels: examples.labels,
      options: probeOptions,
      source: source, monitor: monitor)
    return Task(
      name: name, selection: selection, training: training,
      judgedProbe: try judge(selection) { rows in
        let layer = try StoreRows(store, rows: rows).layer(training.probe.tap)
        return try training.probe.predict(layer).map(\.calibrated)
      },
      baselines: try PositionBaseline.fit(selection).map {
        ($0.kind, try $0.judge(selection, settings: evaluationSettings))
      },
      natural: try natural(selection, training.probe, evaluationSettings))
  }

  /// Judges scores of store rows on the balanced test part, with a threshold from validation.
  func judge(
    _ selection: LabelSelection, scores: ([Int32]) throws -> [Double]
  ) throws -> JudgedScores {
    let labelled = selection.labelled
    func scored(_ part: SplitPart) throws -> (items: [Int32], scores: [Double]) {
      let items = selection.items(of: part, balanced: true)
      return (items, try scores(items.map { labelled.pairs.rows[Int(labelled.places[Int($0)])] }))
    }
    let (validation, test) = (try scored(.validation), try scored(.test))
    return try JudgedScores(
      test.scores, of: labelled, items: test.items,
      threshold: DecisionThreshold(
        scores: validation.scores, labels: labelled.isOne(validation.items)),
      settings: evaluationSettings)
  }

  private func natural(
    _ selection: LabelSelection, _ probe: TrainedProbe, _ settings: EvaluationSettings
  ) throws -> Estimate {
    let examples = try selection.examples(parts: [.test], balanced: false)
    let layer = try StoreRows(store, rows: examples.rows).layer(probe.tap)
    return try evaluateRanking(
      scores: probe.predict(layer).map(\.logit), labels: examples.labels.labels,
      clusters: examples.labels.groupNumbers, settings: settings
    ).auroc
  }

  /// How often labels by proxy are right: epistemic where the exact entropy is below 0.2 nats,
  /// aleatoric from 0.5 nats up, with intervals by document. Nil without a truth file.
  public func agreement(of task: Task) -> PairReport.Agreement? {
    guard let truth, task.selection.labelled.rule.source == .model else { return nil }
    let exact = Dictionary(uniqueKeysWithValues: zip(truth.rows, truth.largeEntropy))
    let labelled = task.selection.labelled
    func share(ofClass number: UInt8, where holds: (Float) -> Bool) -> Estimate {
      let items = (0..<Int32(labelled.count)).filter { labelled.classes[Int($0)] == number }
      let right = items.map { item -> Double in
        let row = labelled.pairs.rows[Int(labelled.places[Int(item)])]
        return holds(exact[row] ?? .nan) ? 1 : 0
      }
      return ClusterBootstrap(
        clusters: Clusters(labelled.documents(items)), resamples: options.resamples,
        seed: options.seed
      ).mean(of: right)
    }
    return PairReport.Agreement(
      rule: task.title, epistemic: share(ofClass: 0) { $0 < 0.2 },
      aleatoric: share(ofClass: 1) { $0 >= 0.5 })
  }

  /// AUROC of the small model's entropy and of a task's probe under other rules, on test documents.
  public func atlas(of task: Task, minimumCount: Int = 50) throws -> [LabelAtlas] {
    let split = task.selection.split
    let parts = pairs.documentIDs.map { split.part(ofGroup: $0) }
    let places = (0..<Int32(pairs.count)).filter { parts[Int(pairs.document[Int($0)])] == .test }
    let grid = try AtlasGrid(
      bands: AtlasGrid.bands(from: 0.5, to: 4, width: 0.5), thresholds: [0.1, 0.2, 0.5, 1],
      deltas: [0.1], minimumCount: minimumCount)
    let probe = task.training.probe
    let layer = try StoreRows(store, rows: places.map { pairs.rows[Int($0)] })
      .layer(probe.tap)
    return [
      try LabelAtlas(
        pairs, scores: probe.predict(layer).map(\.logit), places: places,
        scoreName: "the probe at \(probe.tap)", grid: grid),
      try LabelAtlas(
        pairs, scores: places.map { Double(pairs.smallEntropy[Int($0)]) }, places: places,
        scoreName: "the small model's entropy", grid: grid),
    ]
  }
}

extension PairStudy.Task {
  /// The task in words.
  public var title: String {
    let band = "entropy in \(selection.labelled.rule.band.text) nats"
    return switch name {
    case "gap": "Gap task, \(band)"
    case "threshold": "No-gap task, \(band)"
    case "kinds": "Facts against coins, \(band)"
    default: "Labels by the exact truth, \(band)"
    }
  }
}
