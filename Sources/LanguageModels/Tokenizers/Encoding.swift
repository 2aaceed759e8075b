/// A text as tokens.
public struct Encoding: Sendable, Equatable {
  /// The tokens' ids.
  public var ids: [Int32]
  /// The bytes of the original UTF-8 text that every token stands for; empty for tokens that were
  /// added around the text.
  ///
  /// They follow the alignment of Hugging Face's `tokenizers`: a composed character stands for the
  /// first character it was made from, a visible space in front of the text for the first character.
  /// They differ from that library's in four places: ranges are exact to the byte where it rounds to
  /// characters (tokens that share a character divide it, also with byte fallback in unigram models);
  /// a character without any token does not shift the ranges after it; a token's spaces are trimmed
  /// only where the text has them; and a space put in front after a special token stands for nothing.
  public var byteOffsets: [Range<Int>]

  /// An encoding of given tokens; both arrays must have the same length (trapped).
  public init(ids: [Int32] = [], byteOffsets: [Range<Int>] = []) {
    precondition(ids.count == byteOffsets.count, "an encoding needs one range for every token")
    self.ids = ids
    self.byteOffsets = byteOffsets
  }
}
