public import Calibration
import Foundation
public import LanguageModels
import LinearAlgebra
public import Statistics
public import Worlds

/// What a model lacks, position by position, against the exact distributions of a world.
///
/// Documents of a stream are run through the model; at every position its cross-entropy is divided
/// exactly into H(p), which nobody can avoid, and KL(p || q), which is the model's own (see
/// `CrossEntropySplit`), all in nats.
public struct ModelAudit: Sendable {
  /// What positions are told apart by.
  public enum Group: Sendable, Hashable, Comparable {
    /// A fact that the text has not stated before, by how often training stated it (the decade
    /// 1-9, 10-99, ... that it falls in); nil for never.
    case fact(decade: Int?)
    /// A fact that stands in the text already.
    case repeatedFact
    /// A coin.
    case coin
    /// Any other word.
    case syntax

    /// The group in words, such as "fact, seen 10-99 times".
    public var name: String {
      switch self {
      case .fact(nil): "fact, never seen"
      case .fact(let decade?):
        "fact, seen \(Self.power(decade))-\(Self.power(decade + 1) - 1) times"
      case .repeatedFact: "fact stated earlier in the text"
      case .coin: "coin"
      case .syntax: "other word"
      }
    }

    private static func power(_ decade: Int) -> Int {
      (0..<decade).reduce(1) { power, _ in power * 10 }
    }

    private var order: Int {
      switch self {
      case .fact(let decade): decade.map { $0 + 1 } ?? 0
      case .repeatedFact: 100
      case .coin: 101
      case .syntax: 102
      }
    }

    public static func < (a: Group, b: Group) -> Bool { a.order < b.order }
  }

  /// Means over the positions of a group, with intervals by document.
  public struct Row: Sendable {
    /// Which positions.
    public let group: Group
    /// How many.
    public let count: Int
    /// Mean entropy of the exact distribution: the aleatoric part of the cross-entropy.
    public let trueEntropy: Double
    /// Mean entropy of the model's distribution.
    public let modelEntropy: Double
    /// Mean KL(p || q): the epistemic part of the cross-entropy.
    public let epistemic: Double
    /// ``trueEntropy`` with its interval.
    public let exact: Estimate
    /// ``epistemic`` with its interval.
    public let excess: Estimate
    /// Share of positions where the model's entropy lies in [2, 3) nats.
    public let inBand: Double
  }

  /// One row a group that occurs, facts from the never seen to the most familiar first.
  public let rows: [Row]

  /// Runs documents 0 ..< `documents` of a stream.
  ///
  /// `familiarity` is counted over the model's own training documents. Throws the model's errors and
  /// the world's. Cost: a forward pass and a walk of the exact reader.
  public init(
    of model: LanguageModel, in world: some World, stream: WorldStream, documents: Int, length: Int,
    familiarity: Familiarity, settings: EvaluationSettings = EvaluationSettings()
  ) throws {
    try self.init(
      of: model, in: world, stream: stream,
      texts: (0..<documents).map { world.document($0, of: stream, length: length).tokens },
      familiarity: familiarity, settings: settings)
  }

  /// Runs documents of a stream that are given by their tokens, none longer than the model's context.
  public init(
    of model: LanguageModel, in world: some World, stream: WorldStream, texts: [[Int32]],
    familiarity: Familiarity, settings: EvaluationSettings = EvaluationSettings()
  ) throws {
    let runtime = model.makeRuntime()
    var sums: [Group: Sums] = [:]
    for (index, tokens) in texts.enumerated() {
      let output = try runtime.run(TokenBatch([tokens]), request: ForwardRequest(logits: true))
      guard let logits = output.logits else { continue }
      var told: Set<Int> = []
      try world.forEachPosition(of: tokens, in: stream) { position, next in
        let isTold = next.subject.map { !told.insert($0).inserted } ?? false
        let group = Self.group(next, isTold: isTold, familiarity)
        let model = logProbabilities(Array(logits.row(position)))
        sums[group, default: Sums()].add(
          CrossEntropySplit(truth: next.probabilities, logProbabilities: model),
          modelEntropy: -model.reduce(0.0) { $0 + Double($1) * exp(Double($1)) }, document: index)
      }
    }
    rows = sums.sorted { $0.key < $1.key }.map { $0.value.row($0.key, settings) }
  }

  private static func group(
    _ next: NextToken, isTold: Bool, _ familiarity: Familiarity
  ) -> Group {
    switch next.kind {
    case .syntax: return .syntax
    case .coin: return .coin
    case .fact:
      if isTold { return .repeatedFact }
      var seen = next.subject.map { familiarity.counts[$0] } ?? 0
      guard seen > 0 else { return .fact(decade: nil) }
      var decade = 0
      while seen >= 10 { (seen, decade) = (seen / 10, decade + 1) }
      return .fact(decade: decade)
    }
  }
}

/// What is known of the positions of one group.
private struct Sums {
  private var (inBand, model) = (0, 0.0)
  private var (truth, epistemic): ([Double], [Double]) = ([], [])
  private var documents: [Int] = []

  mutating func add(_ split: CrossEntropySplit, modelEntropy: Double, document: Int) {
    if EntropyBand.paper.contains(modelEntropy) { inBand += 1 }
    model += modelEntropy
    truth.append(split.aleatoric)
    epistemic.append(split.epistemic)
    documents.append(document)
  }

  func row(_ group: ModelAudit.Group, _ settings: EvaluationSettings) -> ModelAudit.Row {
    let bootstrap = ClusterBootstrap(
      clusters: Clusters(documents), resamples: settings.resamples, seed: settings.seed,
      level: settings.level)
    let (exact, excess) = (bootstrap.mean(of: truth), bootstrap.mean(of: epistemic))
    let n = Double(documents.count)
    return ModelAudit.Row(
      group: group, count: documents.count, trueEntropy: exact.value, modelEntropy: model / n,
      epistemic: excess.value, exact: exact, excess: excess, inBand: Double(inBand) / n)
  }
}

private func logProbabilities(_ logits: [Float]) -> [Float] {
  let largest = Double(logits.max() ?? 0)
  let total = logits.reduce(0.0) { $0 + exp(Double($1) - largest) }
  let scale = largest + log(total)
  return logits.map { Float(Double($0) - scale) }
}
