import TensorFiles
public import TextFiles

/// What was found about one comparison: the pieces an answer hangs on, and what each is worth.
public struct FlipRecord: Sendable {
  /// The question.
  public var questionID: String
  /// The document that says yes.
  public var yesID: String
  /// The document that says no.
  public var noID: String
  /// What a piece is.
  public var grain: EvidenceUnits.Grain
  /// The smallest set of pieces whose removal changes the answer.
  public var flip: FlipSet
  /// What each piece is worth; nil when it was not asked for.
  public var shapley: ShapleyValues?

  /// A finding about a comparison.
  public init(
    _ pair: EvidencePair, grain: EvidenceUnits.Grain, flip: FlipSet, shapley: ShapleyValues? = nil
  ) {
    (questionID, yesID, noID) = (pair.question.id, pair.yes.id, pair.no.id)
    (self.grain, self.flip, self.shapley) = (grain, flip, shapley)
  }

  /// The record as a JSON object.
  public var json: JSONValue {
    let removed = Set(flip.removed ?? [])
    let units = flip.units.enumerated().map { place, unit -> JSONValue in
      [
        "document": .string(unit.document == 0 ? "yes" : "no"), "text": .string(unit.text),
        "removed": .bool(removed.contains(place)),
        "shapley": shapley.map { .number($0.values[place]) } ?? .null,
        "error": shapley.map { .number($0.errors[place]) } ?? .null,
      ]
    }
    return [
      "question": .string(questionID), "yes_document": .string(yesID),
      "no_document": .string(noID), "grain": .string(grain.rawValue),
      "flips": .bool(flip.removed != nil), "before": .number(flip.before),
      "after": .number(flip.after), "proven_minimal": .bool(flip.isProvenMinimal),
      "evaluations": .integer(Int64(flip.evaluations)), "units": .array(units),
      "shapley": shapley?.json ?? .null,
    ]
  }

  /// Reads a record back; nil when a member is missing.
  public init?(json: JSONValue) {
    guard let question = json["question"]?.string, let yes = json["yes_document"]?.string,
      let no = json["no_document"]?.string,
      let grain = json["grain"]?.string.flatMap(EvidenceUnits.Grain.init),
      let flips = json["flips"]?.bool, let before = json["before"]?.double,
      let isProven = json["proven_minimal"]?.bool, let evaluations = json["evaluations"]?.int,
      let list = json["units"]?.array
    else { return nil }
    let units = list.map {
      EvidenceUnits.Unit(
        document: $0["document"]?.string == "yes" ? 0 : 1, text: $0["text"]?.string ?? "")
    }
    let removed = list.indices.filter { list[$0]["removed"]?.bool == true }
    (questionID, yesID, noID, self.grain) = (question, yes, no, grain)
    flip = FlipSet(
      units: units, removed: flips ? removed : nil, before: before,
      after: json["after"]?.double ?? .nan, isProvenMinimal: isProven, evaluations: evaluations)
    shapley = json["shapley"].flatMap { ShapleyValues(json: $0, units: units, list: list) }
  }

  /// Writes records as JSON lines.
  public static func write(_ records: [FlipRecord], to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      for record in records { try sink.write(line: record.json) }
    }
  }

  /// Reads JSON lines of records.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` and `TextFilesError`.
  public static func read(path: String) throws -> [FlipRecord] {
    var lines = try JSONLines(path: path)
    var records: [FlipRecord] = []
    while let (line, value) = try lines.next() {
      guard let record = FlipRecord(json: value) else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "a member of a flip set is missing")
      }
      records.append(record)
    }
    return records
  }
}

extension ShapleyValues {
  fileprivate var json: JSONValue {
    [
      "whole": .number(whole), "empty": .number(empty), "orders": .integer(Int64(orders)),
      "evaluations": .integer(Int64(evaluations)),
    ]
  }

  fileprivate init?(json: JSONValue, units: [EvidenceUnits.Unit], list: [JSONValue]) {
    guard let whole = json["whole"]?.double, let empty = json["empty"]?.double,
      let orders = json["orders"]?.int, let evaluations = json["evaluations"]?.int
    else { return nil }
    self.units = units
    values = list.map { $0["shapley"]?.double ?? .nan }
    errors = list.map { $0["error"]?.double ?? .nan }
    (self.whole, self.empty) = (whole, empty)
    (self.orders, self.evaluations) = (orders, evaluations)
  }
}
