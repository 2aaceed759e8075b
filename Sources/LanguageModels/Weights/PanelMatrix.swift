import CKernels
import LinearAlgebra

/// A projection in the order the kernels read it: panels of 32 outputs, see `kn_linear.h`.
///
/// Row r of the panels is made of one row of a file's matrices, or zeros. Costs 4 bytes a weight.
final class PanelMatrix: Sendable {
  /// Rows in a panel.
  static let panelWidth = Int(KN_PANEL)

  /// Columns of the product, padding not counted.
  let outputs: Int
  let inputs: Int
  /// One value a packed row.
  let bias: AlignedBuffer?
  /// Whether panels hold 16 gate rows and the 16 up rows that go with them.
  let isGated: Bool
  private let buffer: AlignedBuffer

  var panels: UnsafePointer<Float> { UnsafePointer(buffer.base) }
  /// Packed rows, padding counted.
  var packedRows: Int { buffer.count / inputs }
  var panelCount: Int { packedRows / PanelMatrix.panelWidth }

  /// Stacks matrices of equal width on top of each other.
  convenience init(_ parts: [WeightMatrix], biases: [[Float]]? = nil) throws {
    var order: [PackedRow] = []
    for (part, matrix) in parts.enumerated() {
      order += (0..<matrix.outputs).map { PackedRow(part: part, row: $0) }
    }
    try self.init(
      order, of: parts, outputs: order.count, biases: biases, isGated: false)
  }

  /// Interleaves a gate with the projection it gates, 16 rows of each in turn.
  convenience init(gate: WeightMatrix, up: WeightMatrix, biases: [[Float]]? = nil) throws {
    let half = PanelMatrix.panelWidth / 2
    let order = (0..<(gate.outputs + half - 1) / half).flatMap { group in
      [0, 1].flatMap { part in
        (0..<half).map { PackedRow(part: part, row: group * half + $0) }
      }
    }
    try self.init(order, of: [gate, up], outputs: gate.outputs, biases: biases, isGated: true)
  }

  private struct PackedRow {
    let part: Int
    let row: Int
  }

  private init(
    _ order: [PackedRow], of parts: [WeightMatrix], outputs: Int, biases: [[Float]]?, isGated: Bool
  ) throws {
    let width = PanelMatrix.panelWidth
    let inputs = parts[0].inputs
    let panels = (order.count + width - 1) / width
    self.outputs = outputs
    self.inputs = inputs
    self.isGated = isGated
    bias = biases.map { biases in
      let packed = AlignedBuffer(zeros: panels * width)
      for (index, place) in order.enumerated() where place.row < biases[place.part].count {
        packed.base[index] = biases[place.part][place.row]
      }
      return packed
    }
    let buffer = AlignedBuffer(uninitialized: panels * width * inputs)
    self.buffer = buffer
    let failure = FirstError()
    parallelFor(panels, grain: 4) { range in
      let rows = UnsafeMutableBufferPointer<Float>.allocate(capacity: width * inputs)
      defer { rows.deallocate() }
      for panel in range {
        let packed = order[panel * width..<min(order.count, (panel + 1) * width)]
        do {
          for (place, source) in packed.enumerated() {
            let row = UnsafeMutableBufferPointer(
              rebasing: rows[place * inputs..<(place + 1) * inputs])
            if source.row < parts[source.part].outputs {
              try parts[source.part].readRow(source.row, into: row)
            } else {
              row.update(repeating: 0)
            }
          }
        } catch {
          failure.record(error)
        }
        if let base = rows.baseAddress {
          kn_pack_panel_f32(base, packed.count, inputs, buffer.base + panel * width * inputs)
        }
      }
    }
    try failure.rethrow()
  }

  /// Writes row `index` of the unpacked matrix; not for gated pairs.
  func unpackRow(_ index: Int, into row: UnsafeMutablePointer<Float>) {
    let (panel, column) = index.quotientAndRemainder(dividingBy: PanelMatrix.panelWidth)
    kn_unpack_row_f32(
      panels + panel * PanelMatrix.panelWidth * inputs, column, inputs, row)
  }
}
