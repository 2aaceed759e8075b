/// What can be wrong with a hedged-prediction study's data or settings; `description` is the
/// sentence a user reads.
public enum HedgedPredictionError: Error, Equatable, CustomStringConvertible {
  /// A setting that makes no study.
  case badSetting(String)
  /// Data that cannot be studied.
  case badData(String)

  public var description: String {
    switch self {
    case .badSetting(let sentence), .badData(let sentence): sentence
    }
  }
}
