/// Weight and bias of one norm.
struct NormWeights: Sendable {
  let weight: [Float]
  let bias: [Float]?
}

/// The weights of one decoder block.
struct BlockWeights: Sendable {
  let attentionNorm: NormWeights
  let postAttentionNorm: NormWeights?
  let feedForwardNorm: NormWeights
  let postFeedForwardNorm: NormWeights?
  /// [all queries | all keys | all values] × width.
  let queryKeyValue: PanelMatrix
  let queryNorm: [Float]?
  let keyNorm: [Float]?
  let attentionOutput: PanelMatrix
  /// The gated pair, or `up` alone.
  let up: PanelMatrix
  let down: PanelMatrix
}

/// All weights of a model in the form and order the kernels read them.
struct ModelWeights: Sendable {
  let tokenEmbedding: PanelMatrix
  /// [contextLength × width], row-major.
  let positionEmbedding: [Float]?
  let blocks: [BlockWeights]
  let finalNorm: NormWeights
  /// The token embedding itself when the head is tied.
  let head: PanelMatrix
}

extension ModelWeights {
  /// Reads, dequantises and packs everything, on all cores.
  init(_ source: WeightSource, _ precision: Precision) throws {
    let configuration = source.configuration
    let form = PanelForm(precision)
    tokenEmbedding = try PanelMatrix(
      [
        source.table(
          source.name(source.names.tokenEmbedding), rows: configuration.vocabularySize)
      ], form: form)
    positionEmbedding =
      configuration.hasPositionEmbedding ? try source.positionEmbedding() : nil
    blocks = try (0..<configuration.layers).map { try BlockWeights(source, block: $0, form) }
    finalNorm = try source.norm(
      source.name(source.names.finalNorm), kind: configuration.finalNorm.kind)
    if configuration.isHeadTied {
      head = tokenEmbedding
    } else {
      let name = try source.headName()
      head = try PanelMatrix(
        [source.table(name, rows: configuration.vocabularySize)],
        biases: try source.headBias(name).map { [$0] }, form: form)
    }
  }
}

extension BlockWeights {
  init(_ source: WeightSource, block: Int, _ panels: PanelForm) throws {
    let configuration = source.configuration
    let form = configuration.blocks[block]
    let names = source.names
    func norm(_ name: String) throws -> NormWeights {
      try source.norm(source.name(name, block: block), kind: form.norm.kind)
    }
    attentionNorm = try norm(names.attentionNorm)
    postAttentionNorm = form.postNorms ? try norm(names.postAttentionNorm) : nil
    feedForwardNorm = try norm(names.feedForwardNorm)
    postFeedForwardNorm = form.postNorms ? try norm(names.postFeedForwardNorm) : nil
    queryNorm = form.queryKeyNorms ? try source.headNorm(names.queryNorm, block: block) : nil
    keyNorm = form.queryKeyNorms ? try source.headNorm(names.keyNorm, block: block) : nil

    let roles = AttentionRole.allCases
    queryKeyValue = try PanelMatrix(
      roles.map { try source.attentionMatrix($0, block: block) },
      biases: form.queryKeyValueBias
        ? roles.compactMap { try source.attentionBias($0, block: block) } : nil,
      form: panels)
    attentionOutput = try PanelMatrix(
      [source.attentionOutput(block: block)],
      biases: form.outputBias ? [source.outputBias(names.attentionOutput, block: block)] : nil,
      form: panels)

    let upBias = form.feedForwardBias ? try source.feedForwardBias(names.up, block: block) : nil
    if form.isGated {
      let gateBias =
        form.feedForwardBias ? try source.feedForwardBias(names.gate, block: block) : nil
      up = try PanelMatrix(
        gate: source.feedForward(names.gate, block: block),
        up: source.feedForward(names.up, block: block),
        biases: gateBias.flatMap { gate in upBias.map { [gate, $0] } }, form: panels)
    } else {
      up = try PanelMatrix(
        [source.feedForward(names.up, block: block)], biases: upBias.map { [$0] }, form: panels)
    }
    down = try PanelMatrix(
      [source.feedForwardOutput(block: block)],
      biases: form.feedForwardBias ? [source.outputBias(names.down, block: block)] : nil,
      form: panels)
  }
}
