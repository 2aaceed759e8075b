/// What can be wrong with a study file; `description` is the sentence a user reads.
public enum BatchesError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be a study; `line` is 1-based, nil when the whole file is meant.
  case badStudy(path: String, line: Int?, problem: String)
  /// A `key=value` of the command line that changes nothing.
  case badOverride(String)

  public var description: String {
    switch self {
    case .badStudy(let path, let line?, let problem): "\(path), line \(line): \(problem)"
    case .badStudy(let path, nil, let problem): "\(path): \(problem)"
    case .badOverride(let problem): problem
    }
  }
}
