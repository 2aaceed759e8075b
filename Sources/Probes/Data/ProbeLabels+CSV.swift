import TextFiles

extension ProbeLabels {
  /// Reads labels from a CSV file, in the order of the file.
  ///
  /// - Parameters:
  ///   - path: the CSV file.
  ///   - label: the column with 0, 1, true, false, yes or no (in any case).
  ///   - group: the column whose equal values belong together; nil for independent rows.
  ///   - id: the column with the rows' names; nil for the names 1, 2, 3, ...
  /// - Throws: `TextFilesError` for an unreadable file or a missing column (naming the nearest one),
  ///   ``ProbesError/badLabel(path:row:column:value:)`` with the data row's number.
  public static func load(
    path: String, label: String, group: String? = nil, id: String? = nil
  ) throws -> ProbeLabels {
    var reader = try CSVReader(path: path)
    let labelIndex = try reader.index(of: label)
    let groupIndex = try group.map { try reader.index(of: $0) }
    let idIndex = try id.map { try reader.index(of: $0) }
    var labels: [Bool] = []
    var groups: [String] = []
    var ids: [String] = []
    while let row = try reader.next() {
      let text = row.fields[labelIndex]
      guard let value = labelValue(of: text) else {
        throw ProbesError.badLabel(path: path, row: row.row, column: label, value: text)
      }
      labels.append(value)
      if let groupIndex { groups.append(row.fields[groupIndex]) }
      if let idIndex { ids.append(row.fields[idIndex]) }
    }
    return try ProbeLabels(
      labels: labels, groups: groupIndex == nil ? nil : groups, ids: idIndex == nil ? nil : ids,
      definition: LabelDefinition(column: label, groupColumn: group))
  }

  /// The labels of the rows called `wanted`, in that order: how labels meet features.
  ///
  /// - Throws: ``ProbesError/unmatchedRows(path:problem:)`` for an id without a label, or one that
  ///   has several.
  public func matching(ids wanted: [String], path: String) throws -> ProbeLabels {
    var places: [String: Int] = [:]
    for (place, id) in ids.enumerated() {
      guard places.updateValue(place, forKey: id) == nil else {
        throw ProbesError.unmatchedRows(
          path: path, problem: "the id \"\(id)\" occurs twice, in row \(place + 1) again")
      }
    }
    let order = try wanted.map { id in
      guard let place = places[id] else {
        throw ProbesError.unmatchedRows(
          path: path, problem: "it has no row with the id \"\(id)\", which the features have")
      }
      return place
    }
    return try selecting(order)
  }

  /// The rows at some places, in that order.
  public func selecting(_ places: [Int]) throws -> ProbeLabels {
    try ProbeLabels(
      labels: places.map { labels[$0] }, groups: places.map { groups[$0] },
      ids: places.map { ids[$0] }, tokenCounts: tokenCounts.map { all in places.map { all[$0] } },
      definition: definition)
  }

  /// The Boolean a label field stands for: 1, true, yes or 0, false, no; case and surrounding
  /// blanks do not matter.
  static func labelValue(of text: String) -> Bool? {
    switch text.lowercased().filter({ !$0.isWhitespace }) {
    case "1", "true", "yes", "1.0": true
    case "0", "false", "no", "0.0": false
    default: nil
    }
  }
}
