import LanguageModels
import LinearAlgebra

extension AlignedBuffer {
  /// The numbers from `offset` on as a matrix.
  func matrix(at offset: Int = 0, rows: Int, columns: Int) -> MutableMatrixView<Float> {
    MutableMatrixView(base: base + offset, rows: rows, columns: columns)
  }

  /// All numbers, to look at or to fill.
  var elements: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }
}
