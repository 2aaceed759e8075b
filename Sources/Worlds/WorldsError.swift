/// What can be wrong with a world's settings or files; `description` is the sentence a user reads.
public enum WorldsError: Error, Equatable, CustomStringConvertible {
  /// A setting that does not make a world.
  case badSetting(String)
  /// A grammar that cannot be read or never ends.
  case badGrammar(String)
  /// A text that the world cannot have made.
  case impossibleToken(Int32, position: Int)

  public var description: String {
    switch self {
    case .badSetting(let sentence), .badGrammar(let sentence): sentence
    case .impossibleToken(let token, let position):
      "Token \(token) at position \(position) cannot stand there in this world: the text was made "
        + "by another world, seed or stream."
    }
  }
}
