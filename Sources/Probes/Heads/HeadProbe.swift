public import Calibration

/// A trained head with what a probe file keeps: recalibration, what it is compared with, and where it
/// all comes from. A head of two classes is a ``CalibratedProbe``; a regression predicts a number.
public struct HeadProbe: Sendable, Equatable {
  /// The network.
  public let head: TrainedHead
  /// The map from log-odds to calibrated probabilities; identity for a regression.
  public let recalibration: Recalibration
  /// What the head is compared with, fitted on the same training part.
  public let baselines: [Baseline]
  /// Groups seen in training, to recognise them in other data.
  public let seenGroups: SeenGroups
  /// Everything else that is worth knowing.
  public var metadata: ProbeMetadata

  /// Joins the parts of a head.
  public init(
    head: TrainedHead, recalibration: Recalibration, baselines: [Baseline],
    seenGroups: SeenGroups, metadata: ProbeMetadata
  ) {
    (self.head, self.recalibration) = (head, recalibration)
    (self.baselines, self.seenGroups) = (baselines, seenGroups)
    self.metadata = metadata
  }

  /// Whether it tells two classes apart; otherwise it predicts a number or more classes.
  public var isBinary: Bool { head.options.loss.isClassification && head.options.classes == 2 }
}

extension HeadProbe: CalibratedProbe {
  public var tap: String { head.tap }
  public var width: Int { head.network.widths[0] }
  public var kindName: String { head.options.name }

  /// Log-odds; traps unless the head tells two classes apart (``isBinary``).
  public func logits(of features: LayerFeatures, rows: [Int32]?) throws -> [Double] {
    precondition(isBinary, "log-odds belong to two classes")
    let rows = rows ?? (0..<Int32(features.rows)).map { $0 }
    let logits = try head.scores(of: features, rows: rows)
    guard let bad = logits.firstIndex(where: { !$0.isFinite }) else { return logits }
    let row = Int(rows[bad])
    throw ProbesError.notFinite(
      tap: tap, row: row, feature: features.row(row).firstIndex { !$0.isFinite } ?? 0)
  }
}

extension HeadOptions {
  /// The shape in a word or two: `linear head`, `MLP 2048`, `MLP 512-64`.
  public var name: String {
    hidden.isEmpty ? "linear head" : "MLP " + hidden.map(String.init).joined(separator: "-")
  }
}

extension HeadProbe {
  /// A regression with the positions that it was trained on.
  public init(regression head: TrainedHead, _ selection: LabelSelection, source: ProbeSource) {
    let labelled = selection.labelled
    let names = labelled.pairs.documentIDs
    func documents(_ part: SplitPart) -> [String] {
      Set(labelled.documents(selection.items(of: part, balanced: true))).map { names[$0] }
    }
    func hashes(_ part: SplitPart) -> [UInt64] {
      documents(part).map { StableHash.of($0) }.sorted()
    }
    var examples = StableHash()
    for (place, target) in zip(labelled.places, labelled.targets) {
      examples.add(names[Int(labelled.pairs.document[Int(place)])])
      examples.add("\(labelled.pairs.position[Int(place)]) \(target)")
    }
    self.init(
      head: head, recalibration: .identity, baselines: [],
      seenGroups: SeenGroups(training: hashes(.train), validation: hashes(.validation)),
      metadata: ProbeMetadata(
        label: LabelDefinition(
          column: "target", groupColumn: "document", rule: labelled.rule),
        examplesHash: examples.hexadecimal, split: selection.split,
        sizes: SplitPart.allCases.map { part in
          PartSize(
            part, count: selection.items(of: part, balanced: true).count, positives: 0,
            groups: documents(part).count)
        },
        source: source, penalty: nil, solver: nil, shrinkage: nil, sweep: [], testBefore: [:],
        testAfter: [:], bestBaseline: nil, notes: []))
  }
}
