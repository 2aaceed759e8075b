public import LanguageModels
import LinearAlgebra
public import Statistics

/// Low-rank adapters (LoRA, Hu et al. 2021): chosen projections W of chosen blocks become
/// W + (alpha / rank) B A with A [rank × inputs] and B [outputs × rank], W frozen.
public struct LoRAConfiguration: Sendable, Equatable {
  /// Columns of B and rows of A.
  public var rank = 8
  /// The addition is scaled by alpha / rank.
  public var alpha: Float = 16
  /// Share of an adapter's inputs that are set to zero while training.
  public var dropout: Float = 0
  /// Projections to adapt, among query, key, value, attentionOutput, gate, up and down.
  public var projections: [ParameterRole] = [.query, .value]
  /// Blocks to adapt, from 0; nil for all. Blocks below the lowest are never run twice over the same
  /// text.
  public var blocks: Range<Int>?

  /// Rank 8, alpha 16, queries and values of every block.
  public init() {}

  var scale: Float { alpha / Float(rank) }

  static let adaptable: [ParameterRole] = [
    .query, .key, .value, .attentionOutput, .gate, .up, .down,
  ]

  func validate(for configuration: ModelConfiguration) throws {
    let blocks = self.blocks ?? 0..<configuration.layers
    guard rank > 0 else {
      throw FinetuningError.badSetting("The rank of the adapters is \(rank); it must be positive.")
    }
    guard (0..<1).contains(dropout) else {
      throw FinetuningError.badSetting(
        "The adapters' dropout is \(dropout); it must be at least 0 and below 1.")
    }
    guard !blocks.isEmpty, blocks.lowerBound >= 0, blocks.upperBound <= configuration.layers else {
      throw FinetuningError.badSetting(
        "Blocks \(blocks.lowerBound)..<\(blocks.upperBound) cannot be adapted: the model has "
          + "blocks 0..<\(configuration.layers).")
    }
    for role in projections where !LoRAConfiguration.adaptable.contains(role) {
      let names = LoRAConfiguration.adaptable.map(\.rawValue).joined(separator: ", ")
      throw FinetuningError.badSetting(
        "\"\(role.rawValue)\" cannot be adapted; choose among \(names).")
    }
    guard !projections.isEmpty else {
      throw FinetuningError.badSetting("Name at least one projection to adapt.")
    }
  }
}

/// The numbers of all adapters of a model, in one stretch of memory.
///
/// Not for use from two threads at once while something trains it.
public final class AdapterSet: @unchecked Sendable {
  /// One adapter: what it adds to, and where its matrices start.
  struct Entry {
    let target: ModelParameter
    let down: Int
    let up: Int
  }

  /// Rank, scale and places.
  public let configuration: LoRAConfiguration
  /// The model that is adapted.
  let model: ModelConfiguration
  let entries: [Entry]
  let values: AlignedBuffer
  private let places: [ModelParameter: Int]
  private let targets: [ParameterRole: [Int: ModelParameter]]

  /// New adapters: A uniform within ±1/√inputs (as PEFT draws it), B zero, so that nothing changes at
  /// first. Throws a sentence for settings that do not fit the model.
  public init(
    _ configuration: LoRAConfiguration, for model: Parameters, generator: RandomGenerator
  ) throws {
    try configuration.validate(for: model.configuration)
    self.configuration = configuration
    self.model = model.configuration
    let blocks = configuration.blocks ?? 0..<model.configuration.layers
    let adapted = model.list.filter { parameter in
      parameter.block.map(blocks.contains) ?? false
        && configuration.projections.contains(parameter.role)
    }
    guard !adapted.isEmpty else {
      throw FinetuningError.badSetting("The model has none of the projections to adapt.")
    }
    var entries: [Entry] = []
    var end = 0
    for target in adapted {
      let down = end
      let up = down + configuration.rank * target.columns
      end = up + target.rows * configuration.rank
      entries.append(Entry(target: target, down: down, up: up))
    }
    self.entries = entries
    values = AlignedBuffer(zeros: end)
    places = Dictionary(uniqueKeysWithValues: adapted.enumerated().map { ($1, $0) })
    targets = Dictionary(grouping: adapted, by: \.role).mapValues { group in
      Dictionary(uniqueKeysWithValues: group.map { ($0.block ?? 0, $0) })
    }
    for entry in entries {
      var stream = generator.child("\(entry.target.role.rawValue).\(entry.target.block ?? 0)")
      let bound = 1 / Float(entry.target.columns).squareRoot()
      for index in entry.down..<entry.up {
        values.base[index] = bound * Float(2 * stream.uniform() - 1)
      }
    }
  }

  /// Numbers in all.
  public var count: Int { values.count }

  /// The lowest block with an adapter: everything below it is frozen.
  public var firstBlock: Int { entries.lazy.compactMap(\.target.block).min() ?? 0 }

  func place(_ role: ParameterRole, block: Int) -> Int? {
    targets[role]?[block].flatMap { places[$0] }
  }

  /// A, [rank × inputs], and B, [outputs × rank], of one adapter.
  func matrices(_ entry: Entry) -> (down: MatrixView<Float>, up: MatrixView<Float>) {
    let rank = configuration.rank
    return (
      values.matrix(at: entry.down, rows: rank, columns: entry.target.columns).readOnly,
      values.matrix(at: entry.up, rows: entry.target.rows, columns: rank).readOnly
    )
  }

  /// Adds every adapter to the model's own weights.
  public func merge(into model: Parameters) {
    for entry in entries {
      let (down, up) = matrices(entry)
      let weights = MutableMatrixView(
        base: model[entry.target].baseAddress ?? model.values.base, rows: entry.target.rows,
        columns: entry.target.columns)
      multiply(up, down, into: weights, alpha: configuration.scale, beta: 1)
    }
  }
}
