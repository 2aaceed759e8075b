/// A dense row-major matrix that owns its numbers.
public struct Matrix<Element: BLASElement>: Sendable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// The elements, row after row; `rows * columns` of them.
  public private(set) var elements: [Element]

  /// A matrix with every element equal to `value`.
  public init(rows: Int, columns: Int, repeating value: Element = 0) {
    precondition(rows >= 0 && columns >= 0, "A matrix has no negative size.")
    self.rows = rows
    self.columns = columns
    elements = [Element](repeating: value, count: rows * columns)
  }

  /// A matrix of the given elements in row-major order. Traps when their number is not
  /// `rows * columns`.
  public init(rows: Int, columns: Int, elements: [Element]) {
    precondition(
      elements.count == rows * columns, "A matrix needs rows × columns elements, no more, no fewer."
    )
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix whose elements `body` writes; they hold zeros before.
  public init(
    rows: Int, columns: Int, writing body: (MutableMatrixView<Element>) throws -> Void
  ) rethrows {
    self.init(rows: rows, columns: columns)
    try withMutableView(body)
  }

  /// The identity matrix of the given size.
  public static func identity(_ size: Int) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for i in 0..<size { result[i, i] = 1 }
    return result
  }

  /// The element at row `r` and column `c`. Traps outside the matrix.
  @inlinable
  public subscript(r: Int, c: Int) -> Element {
    get {
      precondition(r >= 0 && r < rows && c >= 0 && c < columns, "Index outside the matrix.")
      return elements[r * columns + c]
    }
    set {
      precondition(r >= 0 && r < rows && c >= 0 && c < columns, "Index outside the matrix.")
      setElement(at: r * columns + c, to: newValue)
    }
  }

  @usableFromInline
  mutating func setElement(at index: Int, to value: Element) { elements[index] = value }

  /// Row `r`, without a copy.
  public func row(_ r: Int) -> ArraySlice<Element> { elements[r * columns..<(r + 1) * columns] }

  /// Calls `body` with a view that is valid until it returns.
  @inlinable
  public func withView<Result>(
    _ body: (MatrixView<Element>) throws -> Result
  ) rethrows -> Result {
    try elements.withUnsafeBufferPointer { buffer in
      try body(
        MatrixView(
          base: buffer.baseAddress ?? Element.placeholder, rows: rows, columns: columns))
    }
  }

  /// Calls `body` with a writable view that is valid until it returns.
  public mutating func withMutableView<Result>(
    _ body: (MutableMatrixView<Element>) throws -> Result
  ) rethrows -> Result {
    let (rows, columns) = (rows, columns)
    return try elements.withUnsafeMutableBufferPointer { buffer in
      try body(
        MutableMatrixView(
          base: buffer.baseAddress ?? Element.mutablePlaceholder, rows: rows, columns: columns))
    }
  }

  /// The transposed matrix, columns × rows.
  public func transposed() -> Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for r in 0..<rows {
      for c in 0..<columns { result.elements[c * rows + r] = elements[r * columns + c] }
    }
    return result
  }
}

extension Matrix: Equatable {}
