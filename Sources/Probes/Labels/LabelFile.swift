import TensorFiles
import TextFiles

/// The label of one position, as a file of labels holds it.
public struct PositionLabel: Sendable, Equatable {
  /// The document's id.
  public var document: String
  /// The position: the distribution after tokens 0...position.
  public var position: Int
  /// Whether it is aleatoric; nil when the file has other classes or a number instead.
  public var isAleatoric: Bool?
  /// The part of the split it belongs to; nil when the file does not say.
  public var part: SplitPart?
  /// Whether balancing kept it; true when the file does not say.
  public var isBalanced: Bool
}

/// Labels of positions as JSON lines or CSV.
///
/// A line holds `document`, `position`, `token` (the id read last), `class` (`epistemic` or
/// `aleatoric`, for more bins their number) or `target` (a number), `reference` (`model` or `truth`),
/// `part`, `balanced` (whether balancing kept the position), and both entropies in nats,
/// `small_entropy` and `reference_entropy`.
public enum LabelFile {
  /// Names of the two classes.
  static let classNames = ["epistemic", "aleatoric"]

  /// Writes the labels of a selection at natural prevalence, in store order; CSV when the path ends
  /// with `.csv`, JSON lines otherwise.
  ///
  /// - Throws: `TensorFilesError` when the file cannot be written.
  public static func write(_ selection: LabelSelection, to path: String) throws {
    let isCSV = path.lowercased().hasSuffix(".csv")
    let names = Line.names(selection)
    try AtomicFile.write(path: path) { sink in
      if isCSV { try sink.write(names.map(\.csvCell).joined(separator: ",") + "\n") }
      for line in lines(of: selection) {
        let values = line.values(selection)
        let text =
          isCSV
          ? values.map(csvText).joined(separator: ",")
          : JSONValue.object(JSONObject(zip(names, values).map { ($0, $1) })).serialized()
        try sink.write(text + "\n")
      }
    }
  }

  /// Reads labels, also such as others wrote: of the fields only `document` and `position` are needed.
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` naming a line that lacks them, `TextFilesError`.
  public static func read(_ path: String) throws -> [PositionLabel] {
    var labels: [PositionLabel] = []
    try PositionTable.forEach(path) { _, place, field in
      labels.append(
        PositionLabel(
          document: place.document, position: place.position,
          isAleatoric: field("class").flatMap { classNames.firstIndex(of: $0) }.map { $0 == 1 },
          part: field("part").flatMap(SplitPart.init(rawValue:)),
          isBalanced: field("balanced").map { $0 == "true" || $0 == "1" } ?? true))
    }
    return labels
  }

  private static func lines(of selection: LabelSelection) -> [Line] {
    SplitPart.allCases.flatMap { part -> [Line] in
      let kept = Set(selection.items(of: part, balanced: true))
      return selection.items(of: part, balanced: false).map {
        Line(item: Int($0), part: part, isBalanced: kept.contains($0))
      }
    }.sorted { $0.item < $1.item }
  }

  private struct Line {
    let item: Int
    let part: SplitPart
    let isBalanced: Bool

    static func names(_ selection: LabelSelection) -> [String] {
      let label = selection.labelled.rule.task.classes == 0 ? "target" : "class"
      return ["document", "position", "token", label, "reference", "part", "balanced"]
        + ["small_entropy", "reference_entropy"]
    }

    func values(_ selection: LabelSelection) -> [JSONValue] {
      let labelled = selection.labelled
      let (pairs, place) = (labelled.pairs, Int(labelled.places[item]))
      let label: JSONValue =
        switch labelled.rule.task.classes {
        case 0: .number(Double(labelled.targets[item]))
        case 2: .string(LabelFile.classNames[Int(labelled.classes[item])])
        default: .integer(Int64(labelled.classes[item]))
        }
      return [
        .string(pairs.documentIDs[Int(pairs.document[place])]),
        .integer(Int64(pairs.position[place])), .integer(Int64(pairs.token[place])), label,
        .string(pairs.source.rawValue), .string(part.rawValue), .bool(isBalanced),
        .number(Double(pairs.smallEntropy[place])), .number(Double(pairs.largeEntropy[place])),
      ]
    }
  }

  private static func csvText(_ value: JSONValue) -> String {
    value.string?.csvCell ?? value.serialized()
  }
}
