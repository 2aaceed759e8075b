/// Something simpler that a probe must beat, fitted on the probe's own training part.
public struct Baseline: Sendable, Equatable {
  /// Which baseline.
  public enum Kind: String, Sendable, CaseIterable {
    /// The training part's base rate for every row.
    case majority
    /// A logistic regression on the number of tokens.
    case textLength = "text-length"
    /// The same kind of probe on the embedding, before the first block.
    case embedding
    /// A logistic regression on the projection onto a random direction of the probe's tap.
    case randomDirection = "random-direction"
    /// The same probe fitted to shuffled training labels.
    case shuffledLabels = "shuffled-labels"
    /// The linear probe that a head is compared with; linear probes themselves have none.
    case linear
  }

  /// How the baseline answers.
  public enum Model: Sendable, Equatable {
    /// The same logit for every row.
    case constant(logit: Double)
    /// slope · tokens + intercept.
    case length(slope: Double, intercept: Double)
    /// Probes on one tap; their metrics are averaged.
    case probes([LinearProbe])
  }

  /// Which baseline.
  public let kind: Kind
  /// How it answers.
  public let model: Model

  /// Joins a kind with its model.
  public init(_ kind: Kind, _ model: Model) {
    (self.kind, self.model) = (kind, model)
  }

  /// What it does, in a sentence.
  public var explanation: String {
    switch (kind, model) {
    case (.majority, _): "The base rate of the training part for every row."
    case (.textLength, _): "A logistic regression on the number of tokens alone."
    case (.embedding, _): "The same kind of probe on the embedding, before the first block."
    case (.randomDirection, .probes(let probes)):
      "A logistic regression on a random direction of the probe's tap; mean of \(probes.count)."
    case (.shuffledLabels, .probes(let probes)):
      "The same probe fitted to shuffled training labels; mean of \(probes.count) shuffles."
    case (.linear, _): "The linear probe, fitted exactly, at the best tap."
    case (.randomDirection, _): "A logistic regression on a random direction of the probe's tap."
    case (.shuffledLabels, _): "The same probe fitted to shuffled training labels."
    }
  }

  /// The tap it reads, if it reads one.
  var tap: String? {
    if case .probes(let probes) = model { probes.first?.tap } else { nil }
  }

  /// Logits of some rows, one list a model that it averages over; nil when the data lack what the
  /// baseline reads.
  func logits(
    rows: [Int32], labels: ProbeLabels, layer: (String) throws -> LayerFeatures?
  ) throws -> [[Double]]? {
    switch model {
    case .constant(let logit):
      return [[Double](repeating: logit, count: rows.count)]
    case .length(let slope, let intercept):
      guard let counts = labels.tokenCounts else { return nil }
      return [rows.map { slope * Double(counts[Int($0)]) + intercept }]
    case .probes(let probes):
      guard let tap, let features = try layer(tap) else { return nil }
      return try probes.map { try $0.logits(of: features, rows: rows) }
    }
  }
}
