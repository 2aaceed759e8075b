import Embeddings
import Statistics

/// A position of a document, as a key.
public struct ICLTPlace: Hashable, Sendable {
  /// Name of the document.
  public var document: String
  /// The position.
  public var position: Int

  /// A place.
  public init(document: String, position: Int) {
    (self.document, self.position) = (document, position)
  }
}

/// What positions are, by one source of labels: some to judge scores on, and some to choose
/// thresholds on.
public struct ICLTLabels: Sendable, Equatable {
  /// Where the labels come from, for the reader.
  public let title: String
  /// Whether each position that scores are judged on is aleatoric.
  public let judged: [ICLTPlace: Bool]
  /// The same for positions that thresholds are chosen on; empty for none.
  public let validation: [ICLTPlace: Bool]
  /// Labelled positions that were left out because their contexts are too long.
  public let overlong: Int

  /// Chooses balanced positions of a selection.
  ///
  /// - Parameters:
  ///   - selection: positions of two classes.
  ///   - title: where the labels come from, for the reader.
  ///   - limit: the most positions of the test part, half of each class; of the validation part at
  ///     most half as many.
  ///   - longestContext: positions with more tokens before and at them are left out.
  ///   - seed: decides which positions are drawn.
  /// - Throws: ``ProbesError/nothingToLabel(_:)`` when a class is missing.
  public init(
    _ selection: LabelSelection, title: String, limit: Int, longestContext: Int = .max,
    seed: UInt64
  ) throws {
    let pairs = selection.labelled.pairs
    let all = SplitPart.allCases.map { part in
      selection.items(of: part, balanced: true).map { item in
        let place = pairs.place(Int(selection.labelled.places[Int(item)]))
        return PositionLabel(
          document: place.document, position: place.position,
          isAleatoric: selection.labelled.classes[Int(item)] == 1, part: part, isBalanced: true)
      }
    }
    guard selection.labelled.rule.task.classes == 2 else {
      throw ProbesError.badOption("The test needs labels of two classes, epistemic and aleatoric.")
    }
    try self.init(
      all.flatMap { $0 }, title: title, limit: limit, longestContext: longestContext, seed: seed)
  }

  /// Chooses among labels of a file: those that balancing kept, of the test part or of no part to
  /// judge on, of the validation part for thresholds; training positions are not used, nor the first
  /// position of a document, which may hold the token that starts a text and nothing to repeat.
  ///
  /// - Throws: ``ProbesError/nothingToLabel(_:)`` when a class is missing.
  public init(
    _ labels: [PositionLabel], title: String, limit: Int, longestContext: Int = .max, seed: UInt64
  ) throws {
    let usable = labels.filter {
      $0.isBalanced && $0.isAleatoric != nil && $0.part != .train && $0.position > 0
    }
    let short = usable.filter { $0.position < longestContext }
    let random = RandomGenerator(seed: seed).child("iclt sample")
    func draw(_ part: SplitPart, _ limit: Int) -> [ICLTPlace: Bool] {
      var chosen: [ICLTPlace: Bool] = [:]
      for aleatoric in [false, true] {
        let candidates = short.filter {
          ($0.part ?? .test) == part && $0.isAleatoric == aleatoric
        }
        var order = random.child(part.rawValue).child(aleatoric ? 1 : 0)
        for place in order.permutation(candidates.count).prefix(limit / 2) {
          let label = candidates[place]
          chosen[ICLTPlace(document: label.document, position: label.position)] = aleatoric
        }
      }
      return chosen
    }
    self.title = title
    judged = draw(.test, limit)
    let validation = draw(.validation, limit / 2)
    self.validation = Set(validation.values).count == 2 ? validation : [:]
    overlong = usable.count - short.count
    let sizes = [false, true].map { value in judged.count { $0.value == value } }
    guard !sizes.contains(0) else {
      throw ProbesError.nothingToLabel(
        "\(title): the test needs positions of both classes and has \(sizes[0]) epistemic and "
          + "\(sizes[1]) aleatoric ones"
          + (overlong > 0 ? " (\(overlong) have longer contexts than \(longestContext))" : "")
          + "; use more documents, other labels or longer contexts.")
    }
  }

  /// All positions.
  public var places: Set<ICLTPlace> { Set(judged.keys).union(validation.keys) }
}

extension ICLTPlace {
  /// Positions of a store that no label is known of: at most `limit` with a small-model entropy in the
  /// band, drawn by `seed`, never the first of a document.
  ///
  /// - Throws: ``ProbesError/nothingToLabel(_:)`` when there is none.
  public static func drawn(
    from side: PairSide, band: EntropyBand, skippedPositions: Int, limit: Int,
    longestContext: Int = .max, seed: UInt64
  ) throws -> Set<ICLTPlace> {
    let rows = (0..<side.positions.count).filter { row in
      let position = Int(side.positions.position[row])
      return position >= max(1, skippedPositions) && position < longestContext
        && band.contains(Double(side.positions.entropy[row]))
    }
    guard !rows.isEmpty else {
      throw ProbesError.nothingToLabel(
        "No position of \(side.name) has an entropy in the band \(band.text) nats and a context of at "
          + "most \(longestContext) tokens; choose a wider band or longer contexts.")
    }
    var random = RandomGenerator(seed: seed).child("iclt sample")
    return Set(
      random.permutation(rows.count).prefix(limit).map { place in
        let row = rows[place]
        return ICLTPlace(
          document: side.documents[Int(side.positions.document[row])].id,
          position: Int(side.positions.position[row]))
      })
  }
}

extension ICLTDocument {
  /// The documents of a store that some positions lie in, in the store's order.
  public static func documents(of side: PairSide, at places: Set<ICLTPlace>) -> [ICLTDocument] {
    let positions = Dictionary(grouping: places, by: \.document)
    return zip(side.documents, side.rows).compactMap { document, rows in
      guard let places = positions[document.id] else { return nil }
      return ICLTDocument(
        id: document.id, tokens: Array(side.positions.token[rows]),
        positions: places.map(\.position).sorted())
    }
  }
}
