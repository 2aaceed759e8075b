/// What can be wrong with features, labels, splits and probe files; `description` is the sentence
/// the user reads.
public enum ProbesError: Error, Equatable {
  /// A tap that was asked for is not among the features.
  case missingTap(name: String, available: [String])
  /// A feature is NaN or infinite. `row` is the 0-based row of the tap's matrix.
  case notFinite(tap: String, row: Int, feature: Int)
  /// Files do not hold features that a probe can read.
  case badFeatures(path: String, problem: String)
  /// Features, labels or other per-row values differ in number.
  case rowsDiffer(what: String, expected: Int, found: Int)
  /// A label column holds something that is neither true nor false. `row` is the 1-based data row.
  case badLabel(path: String, row: Int, column: String, value: String)
  /// Labels and features could not be matched.
  case unmatchedRows(path: String, problem: String)
  /// A part of the split cannot be used: empty, or of one class only.
  case unusablePart(part: String, count: Int, positives: Int, groups: Int)
  /// An option is outside its range.
  case badOption(String)
  /// The work was stopped by its owner.
  case cancelled
  /// A file is not a probe this version can read.
  case badProbeFile(path: String, problem: String)
  /// Two stores, or a store and a truth file, do not belong to the same documents.
  case unpairable(first: String, second: String, problem: String)
  /// Nothing is left to learn from or to judge: an empty band, one class only, no shared position.
  case nothingToLabel(String)
  /// A probe was trained on another model than the one whose features it is given.
  case otherModel(probe: String, features: String)
  /// A probe's weights do not fit the features.
  case otherWidth(tap: String, expected: Int, found: Int)
}

extension ProbesError {
  /// Whether a task has too little to learn from or to judge, which is a result and no mistake.
  public var isLackOfPositions: Bool {
    switch self {
    case .nothingToLabel, .unusablePart: true
    default: false
    }
  }
}

extension ProbesError: CustomStringConvertible {
  /// One sentence: what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .missingTap(let name, let available):
      return "There is no tap \"\(name)\" among the features; there are "
        + available.joined(separator: ", ") + "."
    case .notFinite(let tap, let row, let feature):
      return "Row \(row) of tap \(tap) holds a value that is not finite (feature \(feature)); "
        + "extract the features again, in float32 if they overflow float16."
    case .badFeatures(let path, let problem):
      return "The features\(path.isEmpty ? "" : " in \(path)") cannot be read: \(problem)."
    case .rowsDiffer(let what, let expected, let found):
      return "There are \(found) \(what) for \(expected) rows of features; give one a row."
    case .badLabel(let path, let row, let column, let value):
      return "Row \(row) of \(path) has \"\(value)\" in column \"\(column)\"; a label is 0, 1, "
        + "true, false, yes or no."
    case .unmatchedRows(let path, let problem):
      return "\(path) does not match the features: \(problem)."
    case .unusablePart(let part, let count, let positives, let groups):
      return "The \(part) part has \(count) rows in \(groups) groups, \(positives) of them "
        + "positive; both classes are needed in every part. Use more groups, other fractions or "
        + "another seed."
    case .badOption(let problem):
      return problem
    case .cancelled:
      return "The training was stopped."
    case .badProbeFile(let path, let problem):
      return "\(path) is not a probe this version can read: \(problem)."
    case .unpairable(let first, let second, let problem):
      return "\(first) and \(second) cannot be paired: \(problem)."
    case .nothingToLabel(let problem):
      return problem
    case .otherModel(let probe, let features):
      return
        "The probe was trained on model \(probe) and the features come from model \(features); "
        + "use the same model, or allow another one explicitly."
    case .otherWidth(let tap, let expected, let found):
      return "The probe reads \(expected) features of tap \(tap), the features have \(found)."
    }
  }
}
