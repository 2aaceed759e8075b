import Statistics

/// Something that knows nothing of hidden states and that a probe of positions must beat: a score a
/// position, high for class 1 (aleatoric), fitted on the training part.
public struct PositionBaseline: Sendable, Equatable {
  /// Which baseline.
  public enum Kind: String, Sendable, CaseIterable {
    /// The small model's own entropy: the paper's "best entropy threshold".
    case smallEntropy = "small-entropy"
    /// The id of the token read last.
    case tokenIdentity = "token-id"
    /// The place in the document.
    case position
    /// The number of tokens of the document.
    case documentLength = "length"
  }

  private enum Model: Sendable, Equatable {
    case entropy
    case odds(TokenOdds)
    /// Sign and place of a number; ranks do not need more.
    case number(sign: Double)
  }

  /// Which baseline.
  public let kind: Kind
  /// The cut chosen on the balanced validation part.
  public let threshold: DecisionThreshold
  private let model: Model

  /// Fits every baseline on the balanced training part of a selection with two classes.
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` for tasks that have not two classes.
  public static func fit(_ selection: LabelSelection) throws -> [PositionBaseline] {
    let labelled = selection.labelled
    guard labelled.rule.task.classes == 2 else {
      throw ProbesError.badOption("Baselines of classes need a task with two of them.")
    }
    let training = selection.items(of: .train, balanced: true)
    return Kind.allCases.map { kind in
      let model: Model =
        switch kind {
        case .smallEntropy: .entropy
        case .tokenIdentity: .odds(TokenOdds(labelled, items: training))
        case .position, .documentLength:
          .number(sign: sign(of: numbers(kind, labelled, training), labelled.isOne(training)))
        }
      let validation = selection.items(of: .validation, balanced: true)
      let scores = scores(kind, model, labelled, validation)
      return PositionBaseline(
        kind: kind,
        threshold: DecisionThreshold(scores: scores, labels: labelled.isOne(validation)),
        model: model)
    }
  }

  /// The score of each item (indices into the labelled positions); higher = more likely class 1.
  public func scores(_ labelled: LabelledPositions, items: [Int32]) -> [Double] {
    Self.scores(kind, model, labelled, items)
  }

  private static func scores(
    _ kind: Kind, _ model: Model, _ labelled: LabelledPositions, _ items: [Int32]
  ) -> [Double] {
    switch model {
    case .entropy:
      items.map { Double(labelled.pairs.smallEntropy[Int(labelled.places[Int($0)])]) }
    case .odds(let odds): odds.scores(labelled, items: items)
    case .number(let sign): numbers(kind, labelled, items).map { sign * $0 }
    }
  }

  private static func numbers(
    _ kind: Kind, _ labelled: LabelledPositions, _ items: [Int32]
  ) -> [Double] {
    let pairs = labelled.pairs
    return items.map { item in
      let place = Int(labelled.places[Int(item)])
      return kind == .position
        ? Double(pairs.position[place])
        : Double(pairs.documentLengths[Int(pairs.document[place])])
    }
  }

  /// Whether class 1 has the larger numbers on average: 1 or -1.
  private static func sign(of numbers: [Double], _ labels: [Bool]) -> Double {
    let ones = Sample.mean(zip(numbers, labels).filter(\.1).map(\.0))
    let zeros = Sample.mean(zip(numbers, labels).filter { !$0.1 }.map(\.0))
    return ones < zeros ? -1 : 1
  }
}

extension LabelledPositions {
  /// Whether each item is of class 1.
  public func isOne(_ items: [Int32]) -> [Bool] { items.map { classes[Int($0)] == 1 } }

  /// The document of each item, for intervals.
  public func documents(_ items: [Int32]) -> [Int] {
    items.map { Int(pairs.document[Int(places[Int($0)])]) }
  }
}
