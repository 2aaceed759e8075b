import LinearAlgebra

extension ForwardPass {
  /// Runs the last block for the kept rows alone, and gathers them at the top of the buffers.
  ///
  /// Nothing after the last block looks at other rows, so of those it needs keys and values only.
  /// Every output is one chain over its own inputs: the kept rows get the same bits.
  mutating func runLast(block index: Int, keeping kept: inout KeptRows) {
    guard kept.rows.count < batch.tokens.count else { return run(block: index) }
    packKeysAndValues(block: index)
    stretches = zip(kept.sequences(batch), kept.rows).map { sequence, row in
      let place = row - batch.rows(of: sequence).lowerBound
      return Stretch(sequence: sequence, rows: place..<place + 1)
    }
    attend(block: index)
    // Rising rows only ever move up, past rows that were gathered or are not kept.
    for (place, row) in kept.rows.enumerated() where place < row {
      hidden.row(place).update(from: hidden.row(row), count: hidden.columns)
      attended.row(place).update(from: attended.row(row), count: attended.columns)
    }
    rows = 0..<kept.rows.count
    kept.moveToTop()
    finish(block: index)
  }
}
