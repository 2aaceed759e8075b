import TensorFiles

extension WeightSource {
  /// A norm over the width; `normOffset` is added here, so that kernels know one formula.
  func norm(_ name: String, kind: Normalization.Kind) throws -> NormWeights {
    NormWeights(
      weight: try vector("\(name).weight", count: configuration.width).map {
        $0 + names.normOffset
      },
      bias: kind == .layer ? try vector("\(name).bias", count: configuration.width) : nil)
  }

  /// The weight of a norm over one head.
  func headNorm(_ name: String, block: Int) throws -> [Float] {
    try vector("\(self.name(name, block: block)).weight", count: configuration.headWidth).map {
      $0 + names.normOffset
    }
  }

  /// Learned positions, [contextLength × width] row-major.
  func positionEmbedding() throws -> [Float] {
    try tensor(
      "\(name(names.positionEmbedding)).weight",
      shape: [configuration.contextLength, configuration.width]
    ).floats()
  }

  /// A bias of the head, which few families have.
  func headBias(_ name: String) throws -> [Float]? {
    guard contains("\(name).bias") else { return nil }
    return try vector("\(name).bias", count: configuration.vocabularySize)
  }

  func attentionOutput(block: Int) throws -> WeightMatrix {
    try matrix(
      name(names.attentionOutput, block: block), outputs: configuration.width,
      inputs: configuration.heads * configuration.headWidth)
  }

  /// The gate or up projection.
  func feedForward(_ name: String, block: Int) throws -> WeightMatrix {
    try matrix(
      self.name(name, block: block), outputs: configuration.feedForwardWidth,
      inputs: configuration.width)
  }

  func feedForwardOutput(block: Int) throws -> WeightMatrix {
    try matrix(
      name(names.down, block: block), outputs: configuration.width,
      inputs: configuration.feedForwardWidth)
  }

  func feedForwardBias(_ name: String, block: Int) throws -> [Float] {
    try vector(
      "\(self.name(name, block: block)).bias", count: configuration.feedForwardWidth)
  }

  /// The bias of a projection back to the residual stream.
  func outputBias(_ name: String, block: Int) throws -> [Float] {
    try vector("\(self.name(name, block: block)).bias", count: configuration.width)
  }
}
