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
  private var scratchPanels = AlignedBuffer(uninitialized: 0)
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
    try run(
      batch, after: [KeyValueCache?](repeating: nil, count: batch.count), request: request
    ).output
  }

  /// Continues cached prefixes: sequence i of the batch follows the tokens of `parents[i]`, or
  /// starts afresh where that is nil. One call may mix parents, and a parent may serve many.
  ///
  /// All results are those of the batch's own tokens, the same to the last bit as in a run over
  /// prefix and continuation together, at the cost of the continuation alone. With `keepingCache`
  /// the keys of every block are made, whatever the request, and `caches` holds one node a sequence;
  /// without it `caches` is empty. Throws as `run(_:request:)` does, with the prefix counted against the
  /// context, and for a cache that another model made. Traps unless there is one parent (or nil) a
  /// sequence.
  public func run(
    _ batch: TokenBatch, after parents: [KeyValueCache?], request: ForwardRequest,
    keepingCache: Bool = false
  ) throws -> (output: ForwardOutput, caches: [KeyValueCache]) {
    try validate(batch, after: parents, request: request)
    var pass = prepare(batch, after: parents, keepingCache: keepingCache)
    let output = run(&pass, request: request, fillingCaches: keepingCache)
    guard keepingCache else { return (output, []) }
    let caches = pass.positions.map { place in
      KeyValueCache(
        model: model, panels: place.panels, count: place.own.end, byteCount: place.own.byteCount)
    }
    return (output, caches)
  }

  private func run(
    _ pass: inout ForwardPass, request: ForwardRequest, fillingCaches: Bool
  ) -> ForwardOutput {
    let configuration = model.configuration
    let batch = pass.batch
    var kept = KeptRows(batch, request.rows)
    var output = ForwardOutput()
    func keep(_ tap: Tap) {
      if request.taps.contains(tap) { output.taps[tap] = kept.gather(pass.hidden) }
    }

    let depth = request.depth(layers: configuration.layers)
    pass.embed()
    keep(.embedding)
    for block in 0..<depth.blocks {
      if block + 1 == configuration.layers {
        pass.runLast(block: block, keeping: &kept)
      } else {
        pass.run(block: block)
      }
      keep(.block(block + 1))
    }
    if fillingCaches, depth.blocks < configuration.layers {
      // Of the last block nobody asks for more than its keys and values.
      for block in depth.blocks..<configuration.layers - 1 { pass.run(block: block) }
      pass.packKeysAndValues(block: configuration.layers - 1)
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
    if let tokens = request.chosenTokens {
      output.chosenLogits = head.chosenLogits(kept.sequences(batch).map { tokens[$0] })
    }
    return output
  }

  private func validate(
    _ batch: TokenBatch, after parents: [KeyValueCache?], request: ForwardRequest
  ) throws {
    let configuration = model.configuration
    precondition(parents.count == batch.count, "Each sequence continues one cache, or nil.")
    for (sequence, parent) in parents.enumerated() {
      guard let parent, parent.model !== model else { continue }
      throw LanguageModelsError.cacheOfAnotherModel(
        sequence: sequence, path: model.path, cachePath: parent.model.path)
    }
    try batch.validate(for: configuration, after: parents.map { $0?.count ?? 0 })
    for tap in request.taps where !configuration.taps.contains(tap) {
      throw LanguageModelsError.unknownTap(
        name: tap.name, available: configuration.taps.map(\.name))
    }
    try request.validateChosenTokens(sequences: batch.count, configuration)
  }

  private func prepare(
    _ batch: TokenBatch, after parents: [KeyValueCache?], keepingCache: Bool
  ) -> ForwardPass {
    let configuration = model.configuration
    if batch.tokens.count > state.capacity {
      state = RunState(configuration, capacity: batch.tokens.count)
    }
    let positions = positions(batch, after: parents, keepingCache: keepingCache)
    let longest = positions.map(\.own.end).max() ?? 0
    return ForwardPass(
      model: model, state: state, batch: batch, stretches: batch.stretches(),
      positions: positions,
      rotaryTables: configuration.blocks.map { $0.rotary.map { table($0, positions: longest) } },
      rows: batch.tokens.indices)
  }

  /// Panels of their own where caches are kept, otherwise in scratch memory.
  private func positions(
    _ batch: TokenBatch, after parents: [KeyValueCache?], keepingCache: Bool
  ) -> [AttendedPositions] {
    let configuration = model.configuration
    let ranges = parents.enumerated().map { sequence, parent in
      let start = parent?.count ?? 0
      return start..<start + batch.rows(of: sequence).count
    }
    guard !keepingCache else {
      return zip(parents, ranges).map {
        AttendedPositions(after: $0, own: KeyValuePanels(kept: configuration, $1))
      }
    }
    let sizes = ranges.map { KeyValuePanels.size(configuration, $0) }
    let total = sizes.reduce(0, +)
    if scratchPanels.count < total { scratchPanels = AlignedBuffer(uninitialized: total) }
    var offset = 0
    return parents.indices.map { sequence in
      defer { offset += sizes[sequence] }
      return AttendedPositions(
        after: parents[sequence],
        own: KeyValuePanels(configuration, ranges[sequence], in: scratchPanels, at: offset))
    }
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
