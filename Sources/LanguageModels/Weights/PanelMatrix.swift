import CKernels
package import LinearAlgebra

/// How a model's projections are packed, and the memory their products share.
struct PanelForm: Sendable {
  let format: kn_panel_format
  let scratch = RowScratch()
}

extension PanelForm {
  /// The form of a precision on this machine.
  init(_ precision: Precision) { self.init(format: precision.panelFormat) }
}

/// A projection in the order the kernels read it: panels of 32 outputs, see `kn_product.h`.
///
/// Row r of the panels is made of one row of a file's matrices, or zeros.
package final class PanelMatrix: Sendable {
  /// Rows in a panel.
  static let panelWidth = Int(KN_PANEL)

  /// Columns of the product, padding not counted.
  let outputs: Int
  let inputs: Int
  /// One value a packed row.
  let bias: AlignedBuffer?
  /// Whether panels hold 16 gate rows and the 16 up rows that go with them.
  let isGated: Bool
  let panelCount: Int
  let form: PanelForm
  private let panelBytes: Int
  private let buffer: AlignedBuffer

  var panels: UnsafeRawPointer { UnsafeRawPointer(buffer.base) }

  /// Stacks matrices of equal width on top of each other.
  convenience init(
    _ parts: [WeightMatrix], biases: [[Float]]? = nil, form: PanelForm
  ) throws {
    var order: [PackedRow] = []
    for (part, matrix) in parts.enumerated() {
      order += (0..<matrix.outputs).map { PackedRow(part: part, row: $0) }
    }
    try self.init(
      order, of: parts, outputs: order.count, biases: biases, isGated: false, form: form)
  }

  /// Interleaves a gate with the projection it gates, 16 rows of each in turn.
  convenience init(
    gate: WeightMatrix, up: WeightMatrix, biases: [[Float]]? = nil, form: PanelForm
  ) throws {
    let half = PanelMatrix.panelWidth / 2
    let order = (0..<(gate.outputs + half - 1) / half).flatMap { group in
      [0, 1].flatMap { part in
        (0..<half).map { PackedRow(part: part, row: group * half + $0) }
      }
    }
    try self.init(
      order, of: [gate, up], outputs: gate.outputs, biases: biases, isGated: true, form: form)
  }

  /// Packs a matrix in memory, or its transpose; the memory is not needed afterwards.
  package convenience init(
    _ matrix: MatrixView<Float>, transposed: Bool = false, precision: Precision
  ) throws {
    try self.init([WeightMatrix(matrix, transposed: transposed)], form: PanelForm(precision))
  }

  private struct PackedRow {
    let part: Int
    let row: Int
  }

  private init(
    _ order: [PackedRow], of parts: [WeightMatrix], outputs: Int, biases: [[Float]]?,
    isGated: Bool, form: PanelForm
  ) throws {
    let width = PanelMatrix.panelWidth
    let inputs = parts[0].inputs
    let panels = (order.count + width - 1) / width
    self.outputs = outputs
    self.inputs = inputs
    self.isGated = isGated
    self.form = form
    panelCount = panels
    let format = form.format
    let panelBytes = kn_panel_bytes(format, inputs)
    self.panelBytes = panelBytes
    bias = biases.map { biases in
      let packed = AlignedBuffer(zeros: panels * width)
      for (index, place) in order.enumerated() where place.row < biases[place.part].count {
        packed.base[index] = biases[place.part][place.row]
      }
      return packed
    }
    let buffer = AlignedBuffer(
      uninitialized: panels * panelBytes / MemoryLayout<Float>.stride)
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
          let place = UnsafeMutableRawPointer(buffer.base) + panel * panelBytes
          kn_pack_panel(format, base, packed.count, inputs, place)
        }
      }
    }
    try failure.rethrow()
  }

  /// Writes row `index` of the unpacked matrix, as far as its format keeps it; not for gated pairs.
  func unpackRow(_ index: Int, into row: UnsafeMutablePointer<Float>) {
    let (panel, column) = index.quotientAndRemainder(dividingBy: PanelMatrix.panelWidth)
    kn_unpack_row(form.format, panels + panel * panelBytes, column, inputs, row)
  }
}
