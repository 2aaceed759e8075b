/// What is added around the tokens of a text, and whether white space leaves their ranges.
struct PostProcessor: Sendable, Equatable {
  /// Tokens in front of a text.
  var prefix: [Int32] = []
  /// Tokens after a text.
  var suffix: [Int32] = []
  /// Byte-level models can keep the spaces at the ends of a token out of its range.
  var trimsSpaces = false
  /// With `trimsSpaces`: whether one space at the start of the text was put there by the tokenizer.
  var addsPrefixSpace = false
}
