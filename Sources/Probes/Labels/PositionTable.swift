import TextFiles

/// Files of positions, CSV or JSON lines: each line names a document and a position and says
/// something about it.
enum PositionTable {
  /// Gives every line: its document, position, and a field by name (nil when it is absent or empty).
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` naming a line without document or position,
  ///   `TextFilesError`, and what `body` throws.
  static func forEach(
    _ path: String, _ body: (_ line: Int, ICLTPlace, _ field: (String) -> String?) throws -> Void
  ) throws {
    func place(_ line: Int, _ document: String?, _ position: String?) throws -> ICLTPlace {
      guard let document, let position = position.flatMap(Int.init) else {
        throw ProbesError.badOption(
          "Line \(line) of \(path) says nothing of a position: it needs a document and a position.")
      }
      return ICLTPlace(document: document, position: position)
    }
    if path.lowercased().hasSuffix(".csv") {
      var reader = try CSVReader(path: path)
      while let row = try reader.next() {
        func field(_ name: String) -> String? { row[name].flatMap { $0.isEmpty ? nil : $0 } }
        try body(row.line, place(row.line, field("document"), field("position")), field)
      }
    } else {
      var reader = try JSONLines(path: path)
      while let (line, value) = try reader.next() {
        func field(_ name: String) -> String? {
          value[name].flatMap { $0.isNull ? nil : $0.string ?? $0.serialized() }
        }
        try body(line, place(line, field("document"), field("position")), field)
      }
    }
  }
}

/// Scores of positions from a file, for those positions of a pair that have one.
public struct PositionScores: Sendable, Equatable {
  /// Which positions have a score, rising.
  public let places: [Int32]
  /// The score of each.
  public let scores: [Double]

  /// Reads a column of a CSV or JSON-lines file with `document` and `position`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - column: the column or key of the score.
  ///   - isHighWhenEpistemic: turns the sign, since high means aleatoric everywhere.
  ///   - pairs: the positions that may have a score.
  /// - Throws: ``ProbesError/badOption(_:)`` for a line without a finite number in the column;
  ///   ``ProbesError/nothingToLabel(_:)`` when no position of the pair has a score.
  public init(
    _ path: String, column: String, isHighWhenEpistemic: Bool = false, of pairs: PairedPositions
  ) throws {
    var found: [ICLTPlace: Double] = [:]
    try PositionTable.forEach(path) { line, place, field in
      guard let score = field(column).flatMap(Double.init), score.isFinite else {
        throw ProbesError.badOption("Line \(line) of \(path) has no number in \"\(column)\".")
      }
      found[place] = isHighWhenEpistemic ? -score : score
    }
    let scored = (0..<Int32(pairs.count)).compactMap { place -> (Int32, Double)? in
      found[pairs.place(Int(place))].map { (place, $0) }
    }
    guard !scored.isEmpty else {
      throw ProbesError.nothingToLabel("No position of the store has a score in \(path).")
    }
    places = scored.map(\.0)
    scores = scored.map(\.1)
  }
}

extension PairedPositions {
  /// Document and position of a place.
  func place(_ place: Int) -> ICLTPlace {
    ICLTPlace(document: documentIDs[Int(document[place])], position: Int(position[place]))
  }
}
