public import LinearAlgebra

/// The features of one tap: one row an example, `width` columns.
///
/// They are float32 in memory, or rows of mapped files that every pass converts on the way; a fit
/// gives the same numbers either way.
public struct LayerFeatures: Sendable {
  /// The tap's name, e.g. `block.12`.
  public let tap: String
  let storage: Storage

  enum Storage: Sendable {
    case memory(Matrix<Float>)
    case mapped(MappedRows)
  }

  /// Names a matrix, rows × width.
  public init(tap: String, matrix: Matrix<Float>) {
    self.tap = tap
    storage = .memory(matrix)
  }

  /// Names rows of mapped files.
  public init(tap: String, mapped: MappedRows) {
    self.tap = tap
    storage = .mapped(mapped)
  }

  /// The number of examples.
  public var rows: Int {
    switch storage {
    case .memory(let matrix): matrix.rows
    case .mapped(let mapped): mapped.rows
    }
  }

  /// The number of features of each example.
  public var width: Int {
    switch storage {
    case .memory(let matrix): matrix.columns
    case .mapped(let mapped): mapped.width
    }
  }

  /// One example in float32. Traps outside the rows.
  public func row(_ index: Int) -> [Float] {
    switch storage {
    case .memory(let matrix): Array(matrix.row(index))
    case .mapped(let mapped): mapped.row(index)
    }
  }

  /// All examples in float32: free for features in memory, a converted copy of mapped ones.
  public var matrix: Matrix<Float> {
    switch storage {
    case .memory(let matrix): return matrix
    case .mapped(let mapped):
      return Matrix(
        rows: rows, columns: width, elements: (0..<rows).flatMap { mapped.row($0) })
    }
  }
}
