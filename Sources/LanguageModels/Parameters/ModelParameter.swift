/// What a parameter of a decoder is for.
public enum ParameterRole: String, Sendable, CaseIterable {
  /// One row a token.
  case tokenEmbedding
  /// One row a position.
  case positionEmbedding
  /// Before attention.
  case attentionNorm, attentionNormBias
  /// The inputs of attention, rows head by head with halves to rotate.
  case query, key, value
  /// Their biases.
  case queryBias, keyBias, valueBias
  /// Norms over one head.
  case queryNorm, keyNorm
  /// From the heads back to the residual stream.
  case attentionOutput, attentionOutputBias
  /// After attention, before it is added.
  case postAttentionNorm
  /// Before the feed-forward layer.
  case feedForwardNorm, feedForwardNormBias
  /// The two halves of a gated layer; `up` alone where there is no gate.
  case gate, up
  /// Their biases.
  case gateBias, upBias
  /// From the feed-forward layer back to the residual stream.
  case down, downBias
  /// After the feed-forward layer, before it is added.
  case postFeedForwardNorm
  /// Before the head.
  case finalNorm, finalNormBias
  /// From the residual stream to logits, where it is not the token embedding.
  case head, headBias

  /// Whether it multiplies vectors or is looked up; norms and biases are not matrices.
  public var isMatrix: Bool {
    switch self {
    case .tokenEmbedding, .positionEmbedding, .query, .key, .value, .attentionOutput, .gate, .up,
      .down, .head:
      true
    default: false
    }
  }
}

/// One parameter of a model: a matrix [rows × columns], row-major, outputs first, or a vector of one
/// row.
public struct ModelParameter: Hashable, Sendable {
  /// What it is for.
  public let role: ParameterRole
  /// The block it belongs to, from 0; nil outside the blocks.
  public let block: Int?
  /// Outputs of a projection, entries of a table, 1 for a vector.
  public let rows: Int
  /// Inputs of a projection, width of a table, length of a vector.
  public let columns: Int

  /// Numbers it holds.
  public var count: Int { rows * columns }
}

extension ModelConfiguration {
  /// Every parameter in the order of computation: queries, keys and values follow each other, and so
  /// do gate and up, so that each group is one matrix in memory.
  ///
  /// Norm weights are meant as Hugging Face stores them, see ``storedNormOffset``.
  public func parameters(hasHeadBias: Bool = false) -> [ModelParameter] {
    var list: [ModelParameter] = []
    func vector(_ role: ParameterRole, _ count: Int, block: Int? = nil, if exists: Bool = true) {
      if exists { list.append(ModelParameter(role: role, block: block, rows: 1, columns: count)) }
    }
    func matrix(
      _ role: ParameterRole, _ rows: Int, _ columns: Int, block: Int? = nil, if exists: Bool = true
    ) {
      guard exists else { return }
      list.append(ModelParameter(role: role, block: block, rows: rows, columns: columns))
    }
    matrix(.tokenEmbedding, vocabularySize, width)
    matrix(.positionEmbedding, contextLength, width, if: hasPositionEmbedding)
    let (queries, keys) = (heads * headWidth, keyValueHeads * headWidth)
    for (block, form) in blocks.enumerated() {
      let hasNormBias = form.norm.kind == .layer
      vector(.attentionNorm, width, block: block)
      vector(.attentionNormBias, width, block: block, if: hasNormBias)
      matrix(.query, queries, width, block: block)
      matrix(.key, keys, width, block: block)
      matrix(.value, keys, width, block: block)
      vector(.queryBias, queries, block: block, if: form.queryKeyValueBias)
      vector(.keyBias, keys, block: block, if: form.queryKeyValueBias)
      vector(.valueBias, keys, block: block, if: form.queryKeyValueBias)
      vector(.queryNorm, headWidth, block: block, if: form.queryKeyNorms)
      vector(.keyNorm, headWidth, block: block, if: form.queryKeyNorms)
      matrix(.attentionOutput, width, queries, block: block)
      vector(.attentionOutputBias, width, block: block, if: form.outputBias)
      vector(.postAttentionNorm, width, block: block, if: form.postNorms)
      vector(.feedForwardNorm, width, block: block)
      vector(.feedForwardNormBias, width, block: block, if: hasNormBias)
      matrix(.gate, feedForwardWidth, width, block: block, if: form.isGated)
      matrix(.up, feedForwardWidth, width, block: block)
      vector(.gateBias, feedForwardWidth, block: block, if: form.isGated && form.feedForwardBias)
      vector(.upBias, feedForwardWidth, block: block, if: form.feedForwardBias)
      matrix(.down, width, feedForwardWidth, block: block)
      vector(.downBias, width, block: block, if: form.feedForwardBias)
      vector(.postFeedForwardNorm, width, block: block, if: form.postNorms)
    }
    vector(.finalNorm, width)
    vector(.finalNormBias, width, if: finalNorm.kind == .layer)
    matrix(.head, vocabularySize, width, if: !isHeadTied)
    vector(.headBias, vocabularySize, if: hasHeadBias && !isHeadTied)
    return list
  }

  /// What has to be added to a norm's weights as Hugging Face stores them: 1 for Gemma, else 0.
  public var storedNormOffset: Float { TensorNames.huggingFace(architecture).normOffset }
}
