/// What can be wrong with evidence files, settings or a reader; `description` is the sentence a
/// user reads.
public enum ConflictingQAError: Error, Equatable, CustomStringConvertible {
  /// A setting that makes no study.
  case badSetting(String)
  /// A row of an evidence file that cannot be used.
  case badRow(path: String, row: Int, problem: String)

  public var description: String {
    switch self {
    case .badSetting(let sentence): sentence
    case .badRow(let path, let row, let problem): "\(path), row \(row): \(problem)"
    }
  }
}
