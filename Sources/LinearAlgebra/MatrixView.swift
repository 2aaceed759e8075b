/// A read-only window on row-major numbers that somebody else keeps alive.
///
/// Element (r, c) is `base[r * rowStride + c]`. Views are for the inside of kernels: they do not
/// own memory, so they must not outlive the buffer they look at.
public struct MatrixView<Element: BLASElement>: @unchecked Sendable {
  /// The first element.
  public let base: UnsafePointer<Element>
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// Distance between the starts of two rows, in elements; at least `columns`.
  public let rowStride: Int

  /// A view of `rows` × `columns` elements from `base` on; rows follow each other without a gap
  /// unless `rowStride` says otherwise.
  @inlinable
  public init(base: UnsafePointer<Element>, rows: Int, columns: Int, rowStride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride ?? columns
    precondition(self.rowStride >= columns, "A row stride is at least the number of columns.")
  }

  /// The element at row `r` and column `c`, unchecked in release builds.
  @inlinable
  public subscript(r: Int, c: Int) -> Element {
    assert(r >= 0 && r < rows && c >= 0 && c < columns)
    return base[r * rowStride + c]
  }

  /// The start of row `r`.
  @inlinable
  public func row(_ r: Int) -> UnsafePointer<Element> { base + r * rowStride }

  /// The window of the given rows, all columns.
  @inlinable
  public func rows(_ range: Range<Int>) -> MatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "Rows outside the view.")
    return MatrixView(
      base: base + range.lowerBound * rowStride, rows: range.count, columns: columns,
      rowStride: rowStride)
  }

  /// The window of the given columns, all rows.
  @inlinable
  public func columns(_ range: Range<Int>) -> MatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "Columns outside the view.")
    return MatrixView(
      base: base + range.lowerBound, rows: rows, columns: range.count, rowStride: rowStride)
  }
}

/// A writable window on row-major numbers that somebody else keeps alive; see ``MatrixView``.
public struct MutableMatrixView<Element: BLASElement>: @unchecked Sendable {
  /// The first element.
  public let base: UnsafeMutablePointer<Element>
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// Distance between the starts of two rows, in elements; at least `columns`.
  public let rowStride: Int

  /// A view of `rows` × `columns` elements from `base` on; rows follow each other without a gap
  /// unless `rowStride` says otherwise.
  @inlinable
  public init(base: UnsafeMutablePointer<Element>, rows: Int, columns: Int, rowStride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride ?? columns
    precondition(self.rowStride >= columns, "A row stride is at least the number of columns.")
  }

  /// The element at row `r` and column `c`, unchecked in release builds.
  @inlinable
  public subscript(r: Int, c: Int) -> Element {
    get {
      assert(r >= 0 && r < rows && c >= 0 && c < columns)
      return base[r * rowStride + c]
    }
    nonmutating set {
      assert(r >= 0 && r < rows && c >= 0 && c < columns)
      base[r * rowStride + c] = newValue
    }
  }

  /// The same window, read-only.
  @inlinable
  public var readOnly: MatrixView<Element> {
    MatrixView(base: base, rows: rows, columns: columns, rowStride: rowStride)
  }

  /// The start of row `r`.
  @inlinable
  public func row(_ r: Int) -> UnsafeMutablePointer<Element> { base + r * rowStride }

  /// The window of the given rows, all columns.
  @inlinable
  public func rows(_ range: Range<Int>) -> MutableMatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "Rows outside the view.")
    return MutableMatrixView(
      base: base + range.lowerBound * rowStride, rows: range.count, columns: columns,
      rowStride: rowStride)
  }

  /// The window of the given columns, all rows.
  @inlinable
  public func columns(_ range: Range<Int>) -> MutableMatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "Columns outside the view.")
    return MutableMatrixView(
      base: base + range.lowerBound, rows: rows, columns: range.count, rowStride: rowStride)
  }
}
