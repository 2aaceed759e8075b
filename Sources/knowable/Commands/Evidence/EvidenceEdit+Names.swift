import ArgumentParser
import Charts
import ConflictingQA
import Probes
import Statistics
import Studies
import TextFiles

extension EvidenceEdit {
  /// Edits by their names divided by commas, or `all`; with the placebos they need, in the
  /// catalogue's order.
  static func named(list: String, withPlacebos: Bool = true) throws -> [EvidenceEdit] {
    if list == "all" { return catalogue }
    let names = list.listed
    let known = catalogue.map(\.id)
    for name in names where !known.contains(name) {
      throw ValidationError(
        "There is no edit \(name): choose among \(known.joined(separator: ", "))"
          + nearestNameHint(for: name, in: known))
    }
    guard withPlacebos else { return names.compactMap(EvidenceEdit.named) }
    let placebos = names.compactMap { EvidenceEdit.named($0)?.placebo }
    return catalogue.filter { names.contains($0.id) || placebos.contains($0.id) }
  }
}

extension FactorialEdits {
  /// The effects for a terminal.
  var text: String {
    var table = TextTable([
      ("edits", .left), ("win rate", .left), ("p", .right), ("Holm", .right),
    ])
    for effect in effects {
      table.add([
        effect.edits.joined(separator: " x "), effect.winRate.shown,
        NumberText.fixed(effect.pValue, decimals: 4), NumberText.fixed(effect.holm, decimals: 4),
      ])
    }
    return table.text
  }
}
