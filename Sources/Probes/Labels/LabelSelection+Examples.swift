public import Embeddings

extension LabelSelection {
  /// Chosen positions as examples for a probe: rows of the small store with their labels, grouped by
  /// document.
  ///
  /// `trainProbe` with the same split seed and fractions puts every document into the same part.
  /// - Parameters:
  ///   - parts: whose positions to take.
  ///   - isBalanced: the balanced selection, or natural prevalence.
  /// - Returns: store rows, rising, and a label a row; true is class 1, aleatoric.
  /// - Throws: ``ProbesError/badOption(_:)`` for tasks that have not two classes.
  public func examples(
    parts: [SplitPart] = SplitPart.allCases, balanced isBalanced: Bool = true
  ) throws -> (rows: [Int32], labels: ProbeLabels) {
    guard labelled.rule.task.classes == 2 else {
      throw ProbesError.badOption(
        "A probe tells two classes apart; this rule has \(labelled.rule.task.classes).")
    }
    let pairs = labelled.pairs
    let chosen = parts.flatMap { self.items(of: $0, balanced: isBalanced) }.sorted()
    let places = chosen.map { Int(labelled.places[Int($0)]) }
    let names = places.map { pairs.documentIDs[Int(pairs.document[$0])] }
    let labels = try ProbeLabels(
      labels: chosen.map { labelled.classes[Int($0)] == 1 }, groups: names,
      ids: zip(places, names).map { "\($1):\(pairs.position[$0])" },
      tokenCounts: places.map { Int(pairs.position[$0]) + 1 },
      definition: LabelDefinition(
        column: "class", groupColumn: "document", positive: "aleatoric", negative: "epistemic",
        rule: labelled.rule))
    return (places.map { pairs.rows[$0] }, labels)
  }

  /// The features of those examples, one tap at a time from the small store.
  public func features(
    _ store: EmbeddingStore, parts: [SplitPart] = SplitPart.allCases,
    balanced isBalanced: Bool = true
  ) throws -> StoreRows {
    StoreRows(store, rows: try examples(parts: parts, balanced: isBalanced).rows)
  }
}
