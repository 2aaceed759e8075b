import Foundation
public import LinearAlgebra

/// The forward pass as plain float64 loops: the oracle that the fast runtime is tested against.
///
/// It reads weights straight from the files, one block at a time, and shares no arithmetic with the
/// runtime: no panels, no BLAS, no float32 but the rotary angles, whose rounding belongs to the
/// model. Hundreds of times slower; for short texts.
/// T tokens, width D, H query heads and G key-value heads of width W, feed-forward width F.
public struct ReferenceForward {
  /// What the pass computed for one sequence.
  public struct Output: Sendable {
    /// Every tap, [T × D] each.
    public var taps: [Tap: Matrix<Double>]
    /// Logits, [T × vocabulary].
    public var logits: Matrix<Double>
  }

  private let source: WeightSource
  private let configuration: ModelConfiguration

  /// Opens a model folder or GGUF file; throws as `LanguageModel.open(path:)` does.
  public init(path: String) throws {
    source = try ModelFiles(path: path).weightSource()
    configuration = source.configuration
  }

  /// Runs one sequence; throws as `Runtime.run(_:request:)` does.
  public func run(_ tokens: [Int32]) throws -> Output {
    try TokenBatch([tokens]).validate(for: configuration)
    let vocabulary = configuration.vocabularySize
    let table = ReferenceLinear(
      try source.table(source.name(source.names.tokenEmbedding), rows: vocabulary))
    var h = try embed(tokens, table)  // [T × D]
    var taps: [Tap: Matrix<Double>] = [.embedding: h]
    for block in 0..<configuration.layers {
      h = try run(block, h)
      taps[.block(block + 1)] = h
    }
    let norm = try source.norm(
      source.name(source.names.finalNorm), kind: configuration.finalNorm.kind)
    let final = normalized(h, configuration.finalNorm, norm)  // [T × D]
    taps[.finalNorm] = final
    var head = table
    if !configuration.isHeadTied {
      let name = try source.headName()
      head = ReferenceLinear(
        try source.table(name, rows: vocabulary), bias: try source.headBias(name))
    }
    var logits = try head.apply(final)  // [T × vocabulary]
    if let cap = configuration.logitSoftCap.map(Double.init) {
      logits = logits.mapElements { cap * tanh($0 / cap) }
    }
    return Output(taps: taps, logits: logits)
  }

  private func embed(_ tokens: [Int32], _ table: ReferenceLinear) throws -> Matrix<Double> {
    let width = configuration.width
    var h = Matrix<Double>(rows: tokens.count, columns: width)
    let positions = configuration.hasPositionEmbedding ? try source.positionEmbedding() : nil
    for (t, token) in tokens.enumerated() {
      let row = try table.row(Int(token))
      for d in 0..<width {
        h[t, d] = row[d] * Double(configuration.embeddingScale)
        if let positions { h[t, d] += Double(positions[t * width + d]) }
      }
    }
    return h
  }

  /// The residual stream after a block, [T × D].
  private func run(_ block: Int, _ h: Matrix<Double>) throws -> Matrix<Double> {
    let form = configuration.blocks[block]
    let names = source.names
    func norm(_ x: Matrix<Double>, _ name: String) throws -> Matrix<Double> {
      normalized(
        x, form.norm, try source.norm(source.name(name, block: block), kind: form.norm.kind))
    }
    var attention = try attended(block, norm(h, names.attentionNorm))  // [T × D]
    if form.postNorms { attention = try norm(attention, names.postAttentionNorm) }
    let middle = h.adding(attention)
    let input = form.residual == .parallel ? h : middle
    var forward = try fedForward(block, norm(input, names.feedForwardNorm))  // [T × D]
    if form.postNorms { forward = try norm(forward, names.postFeedForwardNorm) }
    return middle.adding(forward)
  }

  private func fedForward(_ block: Int, _ x: Matrix<Double>) throws -> Matrix<Double> {
    let form = configuration.blocks[block]
    let names = source.names
    func linear(_ name: String) throws -> ReferenceLinear {
      ReferenceLinear(
        try source.feedForward(name, block: block),
        bias: form.feedForwardBias ? try source.feedForwardBias(name, block: block) : nil)
    }
    var inner = try linear(names.up).apply(x)  // [T × F]
    if form.isGated {
      let gate = try linear(names.gate).apply(x).mapElements(form.activation.exact)  // [T × F]
      inner = inner.multiplying(gate)
    } else {
      inner = inner.mapElements(form.activation.exact)
    }
    let down = ReferenceLinear(
      try source.feedForwardOutput(block: block),
      bias: form.feedForwardBias ? try source.outputBias(names.down, block: block) : nil)
    return try down.apply(inner)
  }

  /// Attention's output, [T × D], for normalised inputs `x`.
  private func attended(_ block: Int, _ x: Matrix<Double>) throws -> Matrix<Double> {
    let form = configuration.blocks[block]
    let (heads, width) = (configuration.heads, configuration.headWidth)
    let group = heads / configuration.keyValueHeads
    func role(_ role: AttentionRole) throws -> Matrix<Double> {
      try ReferenceLinear(
        source.attentionMatrix(role, block: block),
        bias: source.attentionBias(role, block: block)
      ).apply(x)
    }
    var q = try role(.query)  // [T × H W]
    var k = try role(.key)  // [T × G W]
    let v = try role(.value)  // [T × G W]
    if form.queryKeyNorms {
      let epsilon = Double(form.norm.epsilon)
      q = headNormalized(q, try source.headNorm(source.names.queryNorm, block: block), epsilon)
      k = headNormalized(k, try source.headNorm(source.names.keyNorm, block: block), epsilon)
    }
    if let rotary = form.rotary {
      q = rotated(q, rotary, headWidth: width)
      k = rotated(k, rotary, headWidth: width)
    }
    var gathered = Matrix<Double>(rows: x.rows, columns: heads * width)  // [T × H W]
    for head in 0..<heads {
      let (own, shared) = (head * width, head / group * width)
      for t in 0..<x.rows {
        let first = form.window.map { max(0, t - $0 + 1) } ?? 0
        var scores = (first...t).map { s in  // [t - first + 1]
          let dot = (0..<width).reduce(0.0) { $0 + q[t, own + $1] * k[s, shared + $1] }
          return dot * Double(form.attentionScale)
        }
        if let cap = form.attentionSoftCap.map(Double.init) {
          scores = scores.map { cap * tanh($0 / cap) }
        }
        let largest = scores.max() ?? 0
        let weights = scores.map { exp($0 - largest) }
        let sum = weights.reduce(0, +)
        for (offset, weight) in weights.enumerated() {
          for d in 0..<width {
            gathered[t, own + d] += weight / sum * v[first + offset, shared + d]
          }
        }
      }
    }
    let output = ReferenceLinear(
      try source.attentionOutput(block: block),
      bias: form.outputBias
        ? try source.outputBias(source.names.attentionOutput, block: block) : nil)
    return try output.apply(gathered)
  }
}
