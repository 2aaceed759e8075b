/// What can be wrong with a training run; `description` is the sentence a user reads.
public enum FinetuningError: Error, Equatable, CustomStringConvertible {
  /// A setting that cannot be trained with.
  case badSetting(String)

  public var description: String {
    switch self {
    case .badSetting(let sentence): sentence
    }
  }
}
