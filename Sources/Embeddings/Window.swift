/// A stretch of a document that goes through the model as one sequence.
///
/// A document longer than the context is cut as in rolling log-likelihood: every further window
/// ends `stride` tokens later and is as long as the context allows, so that each position is scored
/// once, with at least `context - stride` tokens before it. The beginning-of-text token, where the
/// document has one, leads every window.
public struct Window: Sendable, Equatable {
  /// Document positions that the sequence holds, beside the leading token.
  public let content: Range<Int>
  /// Document positions whose numbers this window provides.
  public let scored: Range<Int>
  /// Whether the document's first token is put in front of `content`.
  public let repeatsFirstToken: Bool

  /// Tokens in the sequence.
  public var length: Int { content.count + (repeatsFirstToken ? 1 : 0) }

  /// Sequence rows of the scored positions.
  public var scoredRows: Range<Int> {
    let shift = content.lowerBound - (repeatsFirstToken ? 1 : 0)
    return scored.lowerBound - shift..<scored.upperBound - shift
  }

  /// The windows of a document of `count` tokens; `context` is at least 2 and `stride` at least 1.
  public static func cut(
    count: Int, context: Int, stride: Int, beginsWithSpecial: Bool
  ) -> [Window] {
    guard count > context else {
      return count == 0
        ? [] : [Window(content: 0..<count, scored: 0..<count, repeatsFirstToken: false)]
    }
    var windows: [Window] = []
    var end = context
    var next = 0
    while true {
      let isLast = end == count
      // The last row of a window lacks its next token: the window after it scores that position.
      let scored = next..<(isLast ? end : end - 1)
      let special = beginsWithSpecial && !windows.isEmpty
      windows.append(
        Window(
          content: end - context + (special ? 1 : 0)..<end, scored: scored,
          repeatsFirstToken: special))
      if isLast { return windows }
      next = scored.upperBound
      end = min(count, end + stride)
    }
  }
}
