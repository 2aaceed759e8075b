/// A text as tokens.
public struct Encoding: Sendable, Equatable {
  /// The tokens' ids.
  public var ids: [Int32]
  /// The bytes of the original UTF-8 text that every token stands for; empty for tokens that were
  /// added around the text.
  ///
  /// They follow the alignment of Hugging Face's `tokenizers`: a composed character stands for the
  /// first character it was made from, a visible space in front of the text for the first character.
  /// Where that library rounds to whole characters, the ranges here are exact to the byte, so tokens
  /// that share a character divide it.
  public var byteOffsets: [Range<Int>]

  /// An encoding of given tokens; both arrays must have the same length (trapped).
  public init(ids: [Int32] = [], byteOffsets: [Range<Int>] = []) {
    precondition(ids.count == byteOffsets.count, "an encoding needs one range for every token")
    self.ids = ids
    self.byteOffsets = byteOffsets
  }
}
