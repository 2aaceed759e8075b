import LanguageModels
import LinearAlgebra

/// Where the norms, projections and tables of a decoder and their gradients are in memory.
///
/// `gradients` is laid out as the parameters are; nil when they are frozen.
struct ParameterViews: @unchecked Sendable {
  let configuration: ModelConfiguration
  private let parameters: Parameters
  private let gradients: UnsafeMutablePointer<Float>?
  private let adapters: LaneAdapters?
  private let frozen: FrozenProjections?
  private let places: [Place: ModelParameter]

  private struct Place: Hashable {
    let role: ParameterRole
    let block: Int?
  }

  init(
    _ parameters: Parameters, gradients: UnsafeMutablePointer<Float>?,
    adapters: LaneAdapters? = nil, frozen: FrozenProjections? = nil
  ) {
    self.parameters = parameters
    self.gradients = gradients
    self.adapters = adapters
    self.frozen = frozen
    configuration = parameters.configuration
    places = Dictionary(
      uniqueKeysWithValues: parameters.list.map { (Place(role: $0.role, block: $0.block), $0) })
  }

  private func find(_ role: ParameterRole, _ block: Int?) -> (ModelParameter, offset: Int)? {
    guard let parameter = places[Place(role: role, block: block)] else { return nil }
    return (parameter, parameters.offsets[parameter] ?? 0)
  }

  private func vector(
    _ role: ParameterRole, _ block: Int?
  ) -> (value: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>?)? {
    guard let (_, offset) = find(role, block) else { return nil }
    return (UnsafePointer(parameters.values.base + offset), gradients.map { $0 + offset })
  }

  /// A table or several projections that read the same input, one above the other.
  func linear(
    _ roles: [ParameterRole], bias biasRole: ParameterRole? = nil, block: Int? = nil
  ) -> Linear {
    guard let (first, offset) = find(roles[0], block) else {
      preconditionFailure("The model has no parameter \(roles[0].rawValue).")
    }
    let rows = roles.reduce(0) { $0 + (find($1, block)?.0.rows ?? 0) }
    let bias = biasRole.flatMap { vector($0, block) }
    var start = 0
    var active: [ActiveAdapter] = []
    for role in roles {
      let count = find(role, block)?.0.rows ?? 0
      if let block, let adapter = adapters?.adapter(role, block: block, rows: start..<start + count)
      {
        active.append(adapter)
      }
      start += count
    }
    return Linear(
      weight: MatrixView(
        base: UnsafePointer(parameters.values.base + offset), rows: rows, columns: first.columns),
      bias: bias?.value,
      weightGradient: gradients.map {
        MutableMatrixView(base: $0 + offset, rows: rows, columns: first.columns)
      },
      biasGradient: bias?.gradient, adapters: active, frozen: frozen?[roles[0], block])
  }

  /// A norm over the width; nil when the family has none there.
  func norm(
    _ role: ParameterRole, bias: ParameterRole? = nil, block: Int? = nil,
    form: Normalization
  ) -> Norm? {
    guard let weight = vector(role, block) else { return nil }
    let bias = bias.flatMap { vector($0, block) }
    return Norm(
      form: form, offset: configuration.storedNormOffset, weight: weight.value, bias: bias?.value,
      weightGradient: weight.gradient, biasGradient: bias?.gradient)
  }
}
