import Calibration
import Embeddings
import LanguageModels
import LinearAlgebra
public import Probes
import Statistics

extension PairStudy {
  /// The baseline BET-FT in one reading: the small model's own head, finetuned on its stored states
  /// in the band of the training documents; the score is the entropy of the new distribution.
  ///
  /// No label takes part, so one head serves all tasks of a band.
  public struct FinetunedReading: Sendable {
    /// `BET-FT, gold next token` or `BET-FT, distilled`.
    public let name: String
    /// The head.
    public let head: FinetunedHead
  }

  /// Both readings of BET-FT that this pair allows: the token that came, and, where the models share
  /// a tokenizer, the large model's distribution.
  ///
  /// - Parameters:
  ///   - epochs: the most passes over the training positions.
  ///   - examples: the most positions to learn from, drawn evenly where there are more.
  /// - Throws: ``ProbesError/badOption(_:)`` without models or without the tap `final_norm`, and what
  ///   `FinetunedHead` throws.
  /// - Cost: about six operations a weight of the head, position and epoch; distilling also a pass of
  ///   the large model and `examples` × vocabulary floats.
  public func finetunedReadings(
    epochs: Int = 10, examples limit: Int = 20_000, monitor: ProbeMonitor = ProbeMonitor()
  ) throws -> [FinetunedReading] {
    guard let models else {
      throw ProbesError.badOption("The model's own head can only be finetuned with its model.")
    }
    let positions = FinetuningPositions(self, limit: limit)
    let rows = (positions.training + positions.validation).map { pairs.rows[$0] }.sorted()
    let layer = try StoreRows(store, rows: rows).layer(Tap.finalNorm.name)
    let rowOf = Dictionary(uniqueKeysWithValues: zip(rows, 0..<Int32(rows.count)))
    func examples(
      _ places: [Int], _ targets: ([Int]) throws -> HeadTargets
    ) throws -> HeadExamples {
      try HeadExamples(
        layer, rows: places.compactMap { rowOf[pairs.rows[$0]] }, targets: targets(places))
    }
    var options = FinetunedHead.options(
      vocabulary: models.small.configuration.vocabularySize)
    (options.epochs, options.validationInterval, options.patience) = (epochs, 50, 10)
    options.seed = probeOptions.seed
    var readings: [(String, ([Int]) throws -> HeadTargets)] = [
      ("BET-FT, gold next token", { try goldTokens(after: $0) })
    ]
    if pairs.alignment.rule == .tokens {
      readings.append(
        ("BET-FT, distilled", { .distributions(try largeDistributions(at: $0, models)) }))
    }
    return try readings.map { name, targets in
      let head = try FinetunedHead(
        models.small, training: examples(positions.training, targets),
        validation: examples(positions.validation, targets), options: options
      ) { check in
        try monitor.advance(
          .fitting, check.step, of: options.steps(examples: positions.training.count), name)
      }
      return FinetunedReading(name: name, head: head)
    }
  }

  /// How well a reading tells the classes of a task apart; its threshold comes from validation.
  public func judge(_ reading: FinetunedReading, on task: Task) throws -> JudgedScores {
    try judge(task.selection) { rows in
      let layer = try StoreRows(store, rows: rows).layer(Tap.finalNorm.name)
      return try reading.head.scores(of: layer, rows: (0..<Int32(rows.count)).map { $0 })
    }
  }

  private func goldTokens(after places: [Int]) throws -> HeadTargets {
    let tokens = try store.positions().token
    return .values(places.map { Float(tokens[Int(pairs.rows[$0]) + 1]) })
  }

  /// What the large model expects at some positions, document by document; positions × vocabulary.
  private func largeDistributions(at places: [Int], _ models: ModelPair) throws -> Matrix<Float> {
    let documents = try PairSide(store)
    var (elements, start): ([Float], Int) = ([], 0)
    while start < places.count {
      let document = Int(pairs.document[places[start]])
      let end = places[start...].firstIndex { Int(pairs.document[$0]) != document } ?? places.count
      elements += try models.largeDistributions(
        of: documents.tokens(ofDocument: document),
        at: places[start..<end].map { Int(pairs.position[$0]) },
        beginsWithSpecial: documents.beginsWithSpecial(document)
      ).elements
      start = end
    }
    let small = models.small.configuration.vocabularySize
    let large = models.large.configuration.vocabularySize
    let matrix = Matrix(rows: places.count, columns: large, elements: elements)
    return small == large ? matrix : matrix.fitted(columns: small)
  }
}

/// Positions in the band with a next token, of training and validation documents.
private struct FinetuningPositions {
  let training: [Int]
  let validation: [Int]

  init(_ study: PairStudy, limit: Int) {
    let pairs = study.pairs
    let parts = pairs.documentIDs.map { study.split.part(ofGroup: $0) }
    let band = study.band
    let places = (0..<pairs.count).filter { place in
      band.contains(Double(pairs.smallEntropy[place]))
        && Int(pairs.position[place]) + 1 < pairs.documentLengths[Int(pairs.document[place])]
    }
    func chosen(_ part: SplitPart, _ limit: Int) -> [Int] {
      var all = places.filter { parts[Int(pairs.document[$0])] == part }
      guard all.count > limit else { return all }
      var random = RandomGenerator(seed: study.split.seed).child("finetuned head").child(
        part.rawValue)
      random.shuffle(&all)
      return all.prefix(limit).sorted()
    }
    training = chosen(.train, limit)
    validation = chosen(.validation, max(1, limit / 4))
  }
}

extension Matrix<Float> {
  /// The first columns, or zeros beyond the last: sizes of a family pad their vocabularies.
  fileprivate func fitted(columns: Int) -> Matrix<Float> {
    let kept = Swift.min(columns, self.columns)
    let rest = [Float](repeating: 0, count: columns - kept)
    return Matrix(
      rows: rows, columns: columns, elements: (0..<rows).flatMap { row($0).prefix(kept) + rest })
  }
}
