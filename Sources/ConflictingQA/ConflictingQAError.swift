/// What can be wrong with evidence files, settings or a reader; `description` is the sentence a
/// user reads.
public enum ConflictingQAError: Error, Equatable, CustomStringConvertible {
  /// A setting that makes no study.
  case badSetting(String)
  /// A row of an evidence file that cannot be used.
  case badRow(path: String, row: Int, problem: String)
  /// A file that cannot be used as a whole.
  case badFile(path: String, problem: String)
  /// A prompt template that cannot be used.
  case badTemplate(name: String, problem: String)
  /// A server that does not answer, or answers with something else than was asked for.
  case serverFailed(address: String, problem: String)

  public var description: String {
    switch self {
    case .badSetting(let sentence): sentence
    case .badRow(let path, let row, let problem): "\(path), row \(row): \(problem)."
    case .badFile(let path, let problem): "\(path) cannot be used: \(problem)."
    case .badTemplate(let name, let problem):
      "The prompt template \(name) cannot be used: \(problem)."
    case .serverFailed(let address, let problem): "The server at \(address) \(problem)."
    }
  }
}
