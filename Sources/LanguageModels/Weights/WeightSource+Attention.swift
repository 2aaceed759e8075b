import TensorFiles

/// The three inputs of attention.
enum AttentionRole: Int, Sendable, CaseIterable {
  case query, key, value
}

extension WeightSource {
  /// Heads of a role.
  func heads(_ role: AttentionRole) -> Int {
    role == .query ? configuration.heads : configuration.keyValueHeads
  }

  /// The projection of one role, rows ordered head by head with halves to rotate.
  func attentionMatrix(_ role: AttentionRole, block: Int) throws -> WeightMatrix {
    let outputs = heads(role) * configuration.headWidth
    let width = configuration.width
    let row = rowOrder(role)
    switch names.queryKeyValue {
    case .separate:
      let tensor = try tensor(
        "\(attentionName(role, block: block)).weight", shape: [outputs, width])
      return WeightMatrix(tensor, outputs: outputs, row: row)
    case .stacked, .interleavedByHead:
      let fullName = "\(attentionName(role, block: block)).weight"
      if names.isTransposed {
        return try WeightMatrix(
          transposed: tensor(fullName, shape: [width, fusedOutputs]), firstColumn: row(0),
          outputs: outputs)
      }
      return WeightMatrix(
        try tensor(fullName, shape: [fusedOutputs, width]), outputs: outputs, row: row)
    }
  }

  /// The bias of one role in the order of its rows; nil when the family has none.
  func attentionBias(_ role: AttentionRole, block: Int) throws -> [Float]? {
    guard configuration.blocks[block].queryKeyValueBias else { return nil }
    let outputs = heads(role) * configuration.headWidth
    let count = if case .separate = names.queryKeyValue { outputs } else { fusedOutputs }
    let stored = try vector("\(attentionName(role, block: block)).bias", count: count)
    let row = rowOrder(role)
    return (0..<outputs).map { stored[row($0)] }
  }

  private var fusedOutputs: Int {
    (configuration.heads + 2 * configuration.keyValueHeads) * configuration.headWidth
  }

  private func attentionName(_ role: AttentionRole, block: Int) -> String {
    switch names.queryKeyValue {
    case .separate(let query, let key, let value):
      name([query, key, value][role.rawValue], block: block)
    case .stacked(let name), .interleavedByHead(let name): self.name(name, block: block)
    }
  }

  /// Which stored row holds row i of a role.
  private func rowOrder(_ role: AttentionRole) -> @Sendable (Int) -> Int {
    let headWidth = configuration.headWidth
    switch names.queryKeyValue {
    case .separate:
      guard names.rotatesNeighbours, role != .value else { return { $0 } }
      // Row (head, half, i) of ours is row (head, i, half) of the file.
      let half = headWidth / 2
      return { row in
        let (head, place) = row.quotientAndRemainder(dividingBy: headWidth)
        return head * headWidth + place % half * 2 + place / half
      }
    case .stacked:
      let queries = configuration.heads * headWidth
      let keys = configuration.keyValueHeads * headWidth
      let first = [0, queries, queries + keys][role.rawValue]
      return { first + $0 }
    case .interleavedByHead:
      let offset = role.rawValue * headWidth
      return { row in
        let (head, place) = row.quotientAndRemainder(dividingBy: headWidth)
        return head * 3 * headWidth + offset + place
      }
    }
  }
}
