public import LinearAlgebra

extension LanguageModel {
  /// Logits of rows that have passed the final norm (the tap `final_norm`), [rows × vocabulary].
  ///
  /// Traps unless the rows are as wide as the model. 2 · rows · width · vocabulary operations.
  public func logits(ofFinalNorm rows: Matrix<Float>) -> Matrix<Float> {
    precondition(rows.columns == configuration.width, "Rows of the final norm have its width.")
    return rows.withView { Head(model: self, rows: $0).logits() }
  }

  /// The head's weights, [vocabulary × width], without bias and soft cap.
  public func headWeights() -> Matrix<Float> {
    let width = configuration.width
    let columns = Matrix<Float>(rows: width, columns: configuration.vocabularySize) { result in
      Matrix<Float>.identity(width).withView { weights.head.multiply($0, into: result) }
    }
    guard let bias = weights.head.bias else { return columns.transposed() }
    var rows = columns.transposed()
    rows.withMutableView { rows in
      for token in 0..<rows.rows {
        for column in 0..<width { rows.row(token)[column] -= bias.base[token] }
      }
    }
    return rows
  }
}
