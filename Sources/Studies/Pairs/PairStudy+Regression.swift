public import Calibration
import LanguageModels
public import Probes
import Statistics

extension PairStudy {
  /// Predictors of one number at every position of the band, on the same test positions.
  public struct Regression: Sendable {
    /// The number.
    public let target: RegressionTarget
    /// One predictor.
    public struct Row: Sendable {
      /// What predicts.
      public let name: String
      /// R², mean squared error and rank correlation on test documents.
      public let evaluation: RegressionEvaluation
      /// Whether it reads hidden states, and is no baseline.
      public let isMain: Bool
    }
    /// Probes and heads first, then what they must beat.
    public let rows: [Row]
    /// The trained heads, ready for files, with their recipes' names.
    public let heads: [(name: String, probe: HeadProbe)]
  }

  /// Regresses a number on the small model's hidden states: a ridge probe at the tap that validation
  /// prefers, heads, and baselines (the small entropy by least squares and as it is, the token id, the
  /// initial embedding). All positions in the band count, at natural prevalence.
  ///
  /// - Parameters:
  ///   - recipes: heads to train beside the ridge probe; cross-entropy becomes squared error.
  /// - Throws: ``ProbesError/nothingToLabel(_:)`` for empty bands, ``ProbesError/badOption(_:)`` for a
  ///   divergence that was not computed (``addDivergence()``), what heads throw.
  public func regress(
    _ target: RegressionTarget, recipes: [HeadRecipe] = [], source: ProbeSource = ProbeSource(),
    monitor: ProbeMonitor = ProbeMonitor()
  ) throws -> Regression {
    let rule = LabelRule(
      band: band, task: .regression(target), source: .model, skippedPositions: skippedPositions)
    let selection = try LabelSelection(
      LabelledPositions(pairs, rule: rule), split: split, balance: BalanceOptions(balance: .none))
    let data = RegressionData(selection)
    let features = HeadFeatures(store, rows: data.rows, model: models?.small)
    let settings = evaluationSettings
    func row(_ name: String, _ predictions: [Double], isMain: Bool = false) throws -> Regression.Row
    {
      Regression.Row(
        name: name,
        evaluation: try evaluateRegression(
          predictions: predictions, targets: data.test.map { data.targets[Int($0)] },
          clusters: data.test.map { data.documents[Int($0)] }, settings: settings),
        isMain: isMain)
    }
    let ridge = try features.taps.map { tap in
      try monitor.check()
      return try RidgeTap(features.layer(tap), data, seed: probeOptions.seed)
    }
    let best = ridge.indices.min { ridge[$0].validationError < ridge[$1].validationError } ?? 0
    var rows = [try row("ridge probe, \(ridge[best].tap)", ridge[best].test, isMain: true)]
    var heads: [(name: String, probe: HeadProbe)] = []
    for recipe in recipes {
      let inputs = try recipe.inputs ?? HeadInputs(name: ridge[best].tap)
      let layer = try features.layer(inputs.name)
      var options = recipe.options
      if options.loss.isClassification { options.loss = .squaredError }
      let head = try trainHead(
        data.examples(layer, data.train), validation: data.examples(layer, data.validation),
        options: options
      ) { check in
        try monitor.advance(
          .fitting, check.step, of: options.steps(examples: data.train.count), options.name)
      }
      let predictions = try head.scores(of: layer, rows: data.test)
      rows.append(
        try row("\(options.name), \(inputs.name), \(options.loss.title)", predictions, isMain: true)
      )
      heads.append((recipe.fileName, HeadProbe(regression: head, selection, source: source)))
    }
    let line = try EntropyRegression(selection)
    let entropies = data.test.map { data.entropies[Int($0)] }
    rows.append(
      try row(
        "small model's entropy, least squares", entropies.map { line.slope * $0 + line.intercept }))
    if target == .largeEntropy { rows.append(try row("small model's entropy as it is", entropies)) }
    rows.append(try row("token id", data.meansByToken()))
    if let place = features.taps.firstIndex(of: Tap.embedding.name) {
      rows.append(try row("initial embedding, ridge", ridge[place].test))
    }
    return Regression(target: target, rows: rows, heads: heads)
  }
}

/// The positions of a regression: one entry a labelled position, in order of store rows.
private struct RegressionData {
  let rows: [Int32]
  let targets: [Double]
  let entropies: [Double]
  let documents: [Int]
  let tokens: [Int32]
  let train: [Int32]
  let validation: [Int32]
  let test: [Int32]

  init(_ selection: LabelSelection) {
    let labelled = selection.labelled
    let places = labelled.places.map { Int($0) }
    rows = places.map { labelled.pairs.rows[$0] }
    targets = labelled.targets.map(Double.init)
    entropies = places.map { Double(labelled.pairs.smallEntropy[$0]) }
    documents = places.map { Int(labelled.pairs.document[$0]) }
    tokens = places.map { labelled.pairs.token[$0] }
    train = selection.items(of: .train, balanced: false)
    validation = selection.items(of: .validation, balanced: false)
    test = selection.items(of: .test, balanced: false)
  }

  func examples(_ layer: LayerFeatures, _ items: [Int32]) throws -> HeadExamples {
    try HeadExamples(
      layer, rows: items, targets: .values(items.map { Float(targets[Int($0)]) }))
  }

  /// The training mean of the token read last, drawn towards the mean of all by one position's weight.
  func meansByToken() -> [Double] {
    let mean = Sample.mean(train.map { targets[Int($0)] })
    var sums: [Int32: (sum: Double, count: Double)] = [:]
    for item in train {
      let sum = sums[tokens[Int(item)]] ?? (mean, 1)
      sums[tokens[Int(item)]] = (sum.sum + targets[Int(item)], sum.count + 1)
    }
    return test.map { item in sums[tokens[Int(item)]].map { $0.sum / $0.count } ?? mean }
  }
}

/// A ridge probe at one tap, its penalty by grouped cross-validation on train.
private struct RidgeTap {
  let tap: String
  let validationError: Double
  let test: [Double]

  init(_ layer: LayerFeatures, _ data: RegressionData, seed: UInt64) throws {
    let probe = try RidgeProbe.fit(
      layer, rows: data.train, targets: [data.targets], groups: data.documents,
      penalty: PenaltyOptions(), seed: seed)[0].probe
    tap = layer.tap
    validationError =
      RegressionErrors(
        predictions: try probe.predictions(of: layer, rows: data.validation),
        targets: data.validation.map { data.targets[Int($0)] }
      ).meanSquaredError
    test = try probe.predictions(of: layer, rows: data.test)
  }
}

extension HeadLoss {
  /// The loss in words.
  var title: String { rawValue.split(separator: "_").joined(separator: " ") }
}
