/// A tensor of a Hugging Face folder, and which parameters it is made of.
public struct HuggingFaceTensor: Sendable {
  /// How parameters become one tensor.
  enum Arrangement: Sendable {
    /// One after the other, as they are.
    case stacked
    /// Stacked, then transposed (GPT-2's `Conv1D`).
    case transposed
    /// Query, key and value of the first head, then of the second... (GPT-NeoX).
    case interleavedByHead(headWidth: Int)
  }

  /// The full name.
  public let name: String
  /// The dimensions, outermost first.
  public let shape: [Int]
  /// What it is made of.
  public let parts: [ModelParameter]
  private let arrangement: Arrangement

  init(_ name: String, _ parts: [ModelParameter], _ arrangement: Arrangement) {
    self.name = name
    self.parts = parts
    self.arrangement = arrangement
    let (rows, columns) = (parts.reduce(0) { $0 + $1.rows }, parts[0].columns)
    if !parts[0].role.isMatrix {
      shape = [parts.reduce(0) { $0 + $1.columns }]
    } else if case .transposed = arrangement {
      shape = [columns, rows]
    } else {
      shape = [rows, columns]
    }
  }

  /// The tensor's numbers, row-major, from those of its parts (or from gradients of the same layout).
  public func floats(from values: (ModelParameter) -> UnsafeBufferPointer<Float>) -> [Float] {
    let rowLength = parts[0].role.isMatrix ? parts[0].columns : 1
    switch arrangement {
    case .stacked: return parts.flatMap { values($0) }
    case .transposed:
      let stacked = parts.flatMap { values($0) }
      guard rowLength > 1 else { return stacked }
      let rows = stacked.count / rowLength
      return (0..<rowLength).flatMap { column in
        (0..<rows).lazy.map { stacked[$0 * rowLength + column] }
      }
    case .interleavedByHead(let headWidth):
      let head = headWidth * rowLength
      let sources = parts.map(values)
      return (0..<sources[0].count / head).flatMap { index in
        sources.flatMap { $0[index * head..<(index + 1) * head] }
      }
    }
  }
}

extension ModelConfiguration {
  /// The tensors that Hugging Face expects for these parameters.
  public func huggingFaceTensors(_ parameters: [ModelParameter]) -> [HuggingFaceTensor] {
    let names = TensorNames.huggingFace(architecture)
    var tensors: [HuggingFaceTensor] = []
    for parameter in parameters {
      let role = parameter.role
      let isInput = [.query, .key, .value, .queryBias, .keyBias, .valueBias].contains(role)
      guard isInput, let fused = names.fusedName else {
        let isProjection = [.attentionOutput, .gate, .up, .down].contains(role)
        tensors.append(
          HuggingFaceTensor(
            names.fullName(of: parameter), [parameter],
            isProjection && names.isTransposed ? .transposed : .stacked))
        continue
      }
      guard role == .query || role == .queryBias else { continue }
      let group: [ParameterRole] =
        role == .query ? [.query, .key, .value] : [.queryBias, .keyBias, .valueBias]
      let parts = parameters.filter { $0.block == parameter.block && group.contains($0.role) }
      let end = role == .query ? "weight" : "bias"
      tensors.append(
        HuggingFaceTensor(
          "\(names.place(fused.name, block: parameter.block)).\(end)", parts,
          fused.isInterleaved
            ? .interleavedByHead(headWidth: headWidth)
            : names.isTransposed && role == .query ? .transposed : .stacked))
    }
    return tensors
  }
}

extension TensorNames {
  /// The one tensor that holds queries, keys and values; nil where they are apart.
  fileprivate var fusedName: (name: String, isInterleaved: Bool)? {
    switch queryKeyValue {
    case .separate: nil
    case .stacked(let name): (name, false)
    case .interleavedByHead(let name): (name, true)
    }
  }

  fileprivate func place(_ name: String, block: Int?) -> String {
    guard let block else { return roots[0] + name }
    return roots[0] + self.block.replacing("#", with: "\(block)") + name
  }

  /// The full name of a parameter that is a tensor of its own.
  fileprivate func fullName(of parameter: ModelParameter) -> String {
    var attention = ("", "", "")
    if case .separate(let query, let key, let value) = queryKeyValue {
      attention = (query, key, value)
    }
    func weight(_ name: String) -> String { "\(place(name, block: parameter.block)).weight" }
    func bias(_ name: String) -> String { "\(place(name, block: parameter.block)).bias" }
    return switch parameter.role {
    case .tokenEmbedding: weight(tokenEmbedding)
    case .positionEmbedding: weight(positionEmbedding)
    case .attentionNorm: weight(attentionNorm)
    case .attentionNormBias: bias(attentionNorm)
    case .query: weight(attention.0)
    case .key: weight(attention.1)
    case .value: weight(attention.2)
    case .queryBias: bias(attention.0)
    case .keyBias: bias(attention.1)
    case .valueBias: bias(attention.2)
    case .queryNorm: weight(queryNorm)
    case .keyNorm: weight(keyNorm)
    case .attentionOutput: weight(attentionOutput)
    case .attentionOutputBias: bias(attentionOutput)
    case .postAttentionNorm: weight(postAttentionNorm)
    case .feedForwardNorm: weight(feedForwardNorm)
    case .feedForwardNormBias: bias(feedForwardNorm)
    case .gate: weight(gate)
    case .up: weight(up)
    case .gateBias: bias(gate)
    case .upBias: bias(up)
    case .down: weight(down)
    case .downBias: bias(down)
    case .postFeedForwardNorm: weight(postFeedForwardNorm)
    case .finalNorm: weight(finalNorm)
    case .finalNormBias: bias(finalNorm)
    case .head: "\(heads[0]).weight"
    case .headBias: "\(heads[0]).bias"
    }
  }
}
