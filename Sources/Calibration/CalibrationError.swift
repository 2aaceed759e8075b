/// What can be wrong with predictions, labels or settings; `description` is the sentence to show.
public enum CalibrationError: Error, Equatable, CustomStringConvertible {
  /// There is nothing to evaluate or fit.
  case empty(String)
  /// Two lists that must run in step have different lengths.
  case unequalLengths(String, found: Int, expected: Int)
  /// A value is NaN or infinite.
  case notFinite(String, index: Int)
  /// A value that must be a probability lies outside [0, 1].
  case notAProbability(value: Double, index: Int)
  /// A count weight is negative, all of them are zero, or their sum is too large.
  case badWeights(String)
  /// A recalibrator needs both classes.
  case oneClass(recalibration: String, count: Int)
  /// No finite recalibration fits the labels best.
  case unbounded(recalibration: String, advice: String)
  /// A setting or a stored parameter is outside its range.
  case badSetting(String)

  /// One sentence: what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .empty(let what):
      return "There are no \(what) to work on."
    case .unequalLengths(let what, let found, let expected):
      return "Expected one entry in \(what) for each of the \(expected) predictions, "
        + "found \(found)."
    case .notFinite(let what, let index):
      return "Entry \(index) of \(what) is NaN or infinite; only finite numbers can be used."
    case .notAProbability(let value, let index):
      return "Entry \(index) of the probabilities is \(value), outside [0, 1]; "
        + "turn scores into probabilities first (a sigmoid of logits, or a recalibration)."
    case .badWeights(let found):
      return
        "Weights are whole counts of at least 0 whose sum is positive and below 2^31; found \(found)."
    case .oneClass(let recalibration, let count):
      return "Fitting \(recalibration) needs both positive and negative labels, but all "
        + "\(count) labels are equal; use a larger or differently split validation set."
    case .unbounded(let recalibration, let advice):
      return "No finite \(recalibration) fits these labels best; \(advice)."
    case .badSetting(let sentence):
      return sentence
    }
  }
}
