import Embeddings
import TextFiles
import Worlds

/// The truth about one document, as a world writes it.
struct TruthEntry {
  let id: String
  let entropy: [Double]
  let surprisal: [Double]?
  let kind: [PositionKind]?

  /// Reads a line of a truth file; nil when it is not one.
  init?(_ json: JSONValue) {
    func numbers(_ key: String) -> [Double]? {
      guard let values = json[key]?.array else { return nil }
      // JSON has no NaN; the last position's surprisal is null.
      return values.map { $0.double ?? .nan }
    }
    guard let id = json["id"]?.string, let entropy = numbers("entropy"),
      entropy.allSatisfy({ $0 >= 0 })
    else { return nil }
    self.id = id
    self.entropy = entropy
    surprisal = numbers("surprisal")
    let kinds = json["kind"]?.array?.map { $0.string.flatMap(PositionKind.init(rawValue:)) }
    kind = kinds.flatMap { $0.contains(nil) ? nil : $0.compactMap { $0 } }
  }
}

extension PairedPositions {
  /// Pairs a store with a world's truth file: the exact entropy stands where the large model's would.
  ///
  /// - Parameters:
  ///   - small: the model whose uncertainty is explained.
  ///   - path: JSON lines `{"id", "entropy": [...], "kind": [...], "surprisal": [...]}`, an entry a
  ///     position; kind and surprisal may be absent.
  /// - Throws: ``ProbesError/unpairable(first:second:problem:)`` naming the first document that the
  ///   file lacks or has with another length, `TextFilesError` for a damaged file.
  public init(small: PairSide, truth path: String) throws {
    var entries: [String: TruthEntry] = [:]
    var lines = try JSONLines(path: path)
    while let (line, value) = try lines.next() {
      guard let entry = TruthEntry(value) else {
        throw ProbesError.unpairable(
          first: small.name, second: path,
          problem: "line \(line) has no \"id\" with an \"entropy\" a position")
      }
      entries[entry.id] = entry
    }
    self.init(
      source: .truth,
      alignment: PairAlignment(
        rule: .truth, smallPositions: small.positions.count,
        largePositions: entries.values.reduce(0) { $0 + $1.entropy.count },
        paired: small.positions.count),
      small: small)
    var found = PositionTruth()
    for (document, rows) in zip(small.documents, small.rows) {
      guard let entry = entries[document.id], entry.entropy.count == rows.count else {
        let length = entries[document.id].map { "\($0.entropy.count) positions" } ?? "no entry"
        throw ProbesError.unpairable(
          first: small.name, second: path,
          problem: "document \(document.id) has \(rows.count) tokens in the store and \(length) in "
            + "the truth file")
      }
      for (place, row) in rows.enumerated() {
        append(row, of: small.positions, reference: Float(entry.entropy[place]))
        if let surprisal = entry.surprisal, surprisal.count == rows.count {
          let loss = -Double(small.positions.logProbability[row])
          found.excessLoss.append(Float(loss - surprisal[place]))
        }
      }
      if let kind = entry.kind, kind.count == rows.count { found.kind += kind }
    }
    if found.kind.count != count { found.kind = [] }
    if found.excessLoss.count != count { found.excessLoss = [] }
    truth = found
  }
}
