/// What can be wrong with a world's settings or files; `description` is the sentence a user reads.
public enum WorldsError: Error, Equatable, CustomStringConvertible {
  /// A setting that does not make a world.
  case badSetting(String)

  public var description: String {
    switch self {
    case .badSetting(let sentence): sentence
    }
  }
}
