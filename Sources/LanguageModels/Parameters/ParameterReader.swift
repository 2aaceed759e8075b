/// Reads a model's parameters one by one from its files, without loading the model.
public struct ParameterReader: Sendable {
  /// The folder or GGUF file.
  public let path: String
  /// Sizes and structure.
  public let configuration: ModelConfiguration
  /// Every parameter that the files hold.
  public let parameters: [ModelParameter]
  private let source: WeightSource

  /// Opens a Hugging Face folder or a GGUF file; throws as ``LanguageModel`` does.
  public init(path: String) throws {
    let files = try ModelFiles(path: path)
    self.path = path
    source = try files.weightSource()
    configuration = source.configuration
    var hasHeadBias = false
    if !configuration.isHeadTied { hasHeadBias = source.contains("\(try source.headName()).bias") }
    parameters = configuration.parameters(hasHeadBias: hasHeadBias)
  }

  /// Writes a parameter's `count` numbers, dequantised, in the layout ``ModelParameter`` describes.
  public func read(
    _ parameter: ModelParameter, into buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    precondition(buffer.count == parameter.count, "A parameter needs a buffer of its own size.")
    if let matrix = try matrix(parameter) {
      for row in 0..<matrix.outputs {
        let start = row * matrix.inputs
        try matrix.readRow(
          row, into: UnsafeMutableBufferPointer(rebasing: buffer[start..<start + matrix.inputs]))
      }
    } else {
      let values = try vector(parameter)
      _ = buffer.update(from: values)
    }
  }

  private func matrix(_ parameter: ModelParameter) throws -> WeightMatrix? {
    let names = source.names
    let block = parameter.block ?? 0
    switch parameter.role {
    case .tokenEmbedding:
      return try source.table(source.name(names.tokenEmbedding), rows: parameter.rows)
    case .positionEmbedding:
      return try source.table(source.name(names.positionEmbedding), rows: parameter.rows)
    case .query: return try source.attentionMatrix(.query, block: block)
    case .key: return try source.attentionMatrix(.key, block: block)
    case .value: return try source.attentionMatrix(.value, block: block)
    case .attentionOutput: return try source.attentionOutput(block: block)
    case .gate: return try source.feedForward(names.gate, block: block)
    case .up: return try source.feedForward(names.up, block: block)
    case .down: return try source.feedForwardOutput(block: block)
    case .head: return try source.table(source.headName(), rows: parameter.rows)
    default: return nil
    }
  }

  private func vector(_ parameter: ModelParameter) throws -> [Float] {
    let names = source.names
    let block = parameter.block ?? 0
    switch parameter.role {
    case .queryBias: return try source.attentionBias(.query, block: block) ?? []
    case .keyBias: return try source.attentionBias(.key, block: block) ?? []
    case .valueBias: return try source.attentionBias(.value, block: block) ?? []
    case .attentionOutputBias: return try source.outputBias(names.attentionOutput, block: block)
    case .gateBias: return try source.feedForwardBias(names.gate, block: block)
    case .upBias: return try source.feedForwardBias(names.up, block: block)
    case .downBias: return try source.outputBias(names.down, block: block)
    case .headBias: return try source.headBias(source.headName()) ?? []
    default: return try normWeight(parameter)
    }
  }

  /// Norms as Hugging Face stores them, also from files that store them otherwise.
  private func normWeight(_ parameter: ModelParameter) throws -> [Float] {
    let names = source.names
    func name(_ text: String) -> String { source.name(text, block: parameter.block) }
    let tensor: String =
      switch parameter.role {
      case .attentionNorm: "\(name(names.attentionNorm)).weight"
      case .attentionNormBias: "\(name(names.attentionNorm)).bias"
      case .queryNorm: "\(name(names.queryNorm)).weight"
      case .keyNorm: "\(name(names.keyNorm)).weight"
      case .postAttentionNorm: "\(name(names.postAttentionNorm)).weight"
      case .feedForwardNorm: "\(name(names.feedForwardNorm)).weight"
      case .feedForwardNormBias: "\(name(names.feedForwardNorm)).bias"
      case .postFeedForwardNorm: "\(name(names.postFeedForwardNorm)).weight"
      case .finalNormBias: "\(name(names.finalNorm)).bias"
      default: "\(name(names.finalNorm)).weight"
      }
    let offset = names.normOffset - configuration.storedNormOffset
    let values = try source.vector(tensor, count: parameter.columns)
    return offset == 0 ? values : values.map { $0 + offset }
  }
}
