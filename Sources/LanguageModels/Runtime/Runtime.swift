import LinearAlgebra

/// Runs a model over batches of token sequences, with scratch memory that is reused.
///
/// Sequences of any lengths are packed end to end; attention stays inside each. Results are the
/// same to the last bit whatever else is in the batch, in whatever order, on any number of threads.
/// Not for use from two threads at once: make one runtime a thread; weights are shared.
public final class Runtime {
  /// The model it runs.
  public let model: LanguageModel
  private var state: RunState
  private var keysAndValues: PackedKeysAndValues?
  private var rotaryTables: [Rotary: RotaryTable] = [:]

  init(model: LanguageModel) {
    self.model = model
    state = RunState(model.configuration, capacity: 0)
  }

  /// Runs the model as deep as the request needs.
  ///
  /// Throws for an empty batch or sequence, a sequence longer than the context, a token id outside
  /// the vocabulary, or a tap the model does not have. Scratch memory grows with the tokens of the
  /// batch, about 3 width + (2 heads + 4 keyValueHeads) headWidth + feedForwardWidth floats each;
  /// logits over the vocabulary are never held unless they are asked for.
  public func run(_ batch: TokenBatch, request: ForwardRequest) throws -> ForwardOutput {
    let configuration = model.configuration
    try batch.validate(for: configuration)
    for tap in request.taps where !configuration.taps.contains(tap) {
      throw LanguageModelsError.unknownTap(
        name: tap.name, available: configuration.taps.map(\.name))
    }
    let pass = prepare(batch)
    let kept = KeptRows(batch, request.rows)
    var output = ForwardOutput(taps: [:], statistics: nil, logits: nil)
    func keep(_ tap: Tap) {
      if request.taps.contains(tap) { output.taps[tap] = kept.gather(pass.hidden) }
    }

    let depth = request.depth(layers: configuration.layers)
    pass.embed()
    keep(.embedding)
    for block in 0..<depth.blocks {
      pass.run(block: block)
      keep(.block(block + 1))
    }
    guard depth.finalNorm else { return output }
    let final = pass.finalNorm(kept)
    if request.taps.contains(.finalNorm) { output.taps[.finalNorm] = Matrix(copying: final) }
    let head = Head(model: model, rows: final)
    if request.logits { output.logits = head.logits() }
    if request.statistics {
      output.statistics = head.statistics(
        next: kept.nextTokens(batch), topK: min(max(0, request.topK), configuration.vocabularySize))
    }
    return output
  }

  private func prepare(_ batch: TokenBatch) -> ForwardPass {
    let configuration = model.configuration
    if batch.tokens.count > state.capacity {
      state = RunState(configuration, capacity: batch.tokens.count)
    }
    let packed = PackedKeysAndValues(
      batch, heads: configuration.keyValueHeads, headWidth: configuration.headWidth,
      recycling: keysAndValues)
    keysAndValues = packed
    let longest = (0..<batch.count).map { batch.rows(of: $0).count }.max() ?? 0
    return ForwardPass(
      model: model, state: state, batch: batch, stretches: batch.stretches(),
      keysAndValues: packed,
      rotaryTables: configuration.blocks.map { $0.rotary.map { table($0, positions: longest) } })
  }

  /// Tables grow by doubling, so that a stream of ever longer texts rebuilds them rarely.
  private func table(_ rotary: Rotary, positions: Int) -> RotaryTable {
    if let table = rotaryTables[rotary], table.positions >= positions { return table }
    let room = max(positions, 2 * (rotaryTables[rotary]?.positions ?? 0))
    let table = RotaryTable(rotary, positions: min(room, model.configuration.contextLength))
    rotaryTables[rotary] = table
    return table
  }
}

extension Matrix where Element == Float {
  /// The rows of a view.
  init(copying view: MatrixView<Float>) {
    self.init(rows: view.rows, columns: view.columns) { copy in
      for row in 0..<view.rows {
        copy.row(row).update(from: view.row(row), count: view.columns)
      }
    }
  }
}
