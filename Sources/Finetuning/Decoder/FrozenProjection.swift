import LanguageModels
import LinearAlgebra

/// A projection that never changes, packed once for the kernels of the runtime: W for y = W x, and
/// its transpose for the gradient by x. Twice the weights' memory.
final class FrozenProjection: Sendable {
  private let forward: PanelMatrix
  /// Wᵀ by stretches of outputs: each stretch's panels fit a core's cache, and sums over a whole
  /// vocabulary stay accurate.
  private let backward: [(outputs: Range<Int>, panels: PanelMatrix)]

  private static let outputsPerStretch = 4_096

  /// Packs `weight`, [outputs × inputs], which is not needed afterwards.
  init(_ weight: MatrixView<Float>, precision: Precision) throws {
    forward = try PanelMatrix(weight, precision: precision)
    let step = FrozenProjection.outputsPerStretch
    backward = try stride(from: 0, to: weight.rows, by: step).map { first in
      let outputs = first..<min(weight.rows, first + step)
      return (
        outputs, try PanelMatrix(weight.rows(outputs), transposed: true, precision: precision)
      )
    }
  }

  /// y = W x, [N × inputs] to [N × outputs]; added to y when `accumulate`.
  func apply(
    _ x: MatrixView<Float>, into y: MutableMatrixView<Float>, accumulate: Bool
  ) {
    forward.multiply(x, into: y, accumulate: accumulate)
  }

  /// The gradient by x, Wᵀ times that by y.
  func inputGradient(
    _ outputGradient: MatrixView<Float>, into inputGradient: MutableMatrixView<Float>
  ) {
    for (outputs, panels) in backward {
      panels.multiply(
        outputGradient.columns(outputs), into: inputGradient,
        accumulate: outputs.lowerBound > 0)
    }
  }
}

/// The packed projections of a frozen model's blocks and head, made when first needed.
///
/// Not for use from two threads at once while blocks are being added.
final class FrozenProjections: @unchecked Sendable {
  private struct Place: Hashable {
    let role: ParameterRole
    let block: Int?
  }

  let parameters: Parameters
  private let precision: Precision
  private var projections: [Place: FrozenProjection] = [:]

  init(_ parameters: Parameters, precision: Precision = .float32) {
    self.parameters = parameters
    self.precision = precision
  }

  /// The projection whose first part has this role; nil unless ``pack(from:)`` made it.
  subscript(role: ParameterRole, block: Int?) -> FrozenProjection? {
    projections[Place(role: role, block: block)]
  }

  /// Packs the head and the projections of blocks `first`... that were not packed yet.
  func pack(from first: Int) throws {
    let views = ParameterViews(parameters, gradients: nil)
    let configuration = parameters.configuration
    try add([configuration.isHeadTied ? .tokenEmbedding : .head], nil, views)
    for block in first..<configuration.layers {
      for roles in Block.projections(configuration.blocks[block]) { try add(roles, block, views) }
    }
  }

  private func add(_ roles: [ParameterRole], _ block: Int?, _ views: ParameterViews) throws {
    let place = Place(role: roles[0], block: block)
    guard projections[place] == nil else { return }
    projections[place] = try FrozenProjection(
      views.linear(roles, block: block).weight, precision: precision)
  }
}
