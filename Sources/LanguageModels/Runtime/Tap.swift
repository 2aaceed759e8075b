/// A named place in a model whose activations can be kept.
///
/// Taps are ordered as they are computed. `embedding` is what enters the first block, `block.12`
/// the output of the twelfth block before any final norm, `final_norm` what enters the head.
public enum Tap: Hashable, Comparable, Sendable {
  /// What enters the first block.
  case embedding
  /// The output of a block, numbered from 1.
  case block(Int)
  /// After the final norm.
  case finalNorm

  /// The tap of that name, nil when the name is not one.
  public init?(name: String) {
    switch name {
    case "embedding": self = .embedding
    case "final_norm": self = .finalNorm
    default:
      guard name.hasPrefix("block."), let number = Int(name.dropFirst(6)), number > 0,
        name == "block.\(number)"
      else { return nil }
      self = .block(number)
    }
  }

  /// `embedding`, `block.12` or `final_norm`.
  public var name: String {
    switch self {
    case .embedding: "embedding"
    case .block(let number): "block.\(number)"
    case .finalNorm: "final_norm"
    }
  }
}

extension Tap: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
