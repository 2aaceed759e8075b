public import LanguageModels

/// Cuts long texts to the window that answers best to the question (ConflictingQA, section 2.1).
///
/// Windows of `length` tokens start every `stride` tokens; a last one ends with the text, so that
/// every token is in some window. The window's text is a stretch of the original, not decoded
/// tokens.
public struct WindowCutter: Sendable {
  /// Tokens of a window.
  public let length: Int
  /// Tokens from the start of a window to the start of the next.
  public let stride: Int
  private let tokenizer: Tokenizer

  /// A cutter; the paper's sizes are 508 and 256.
  ///
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` unless 0 < stride <= length.
  public init(tokenizer: Tokenizer, length: Int = 508, stride: Int = 256) throws {
    guard length > 0, stride > 0, stride <= length else {
      throw ConflictingQAError.badSetting(
        "A window of \(length) tokens with a stride of \(stride) does not cover a text.")
    }
    (self.tokenizer, self.length, self.stride) = (tokenizer, length, stride)
  }

  /// All windows of a text, in order; one for a text that fits.
  public func windows(of text: String) -> [String] {
    let encoding = tokenizer.encode(text, addSpecialTokens: false)
    let count = encoding.ids.count
    guard count > length else { return [text] }
    var starts = Array(Swift.stride(from: 0, through: count - length, by: stride))
    if starts.last != count - length { starts.append(count - length) }
    let bytes = Array(text.utf8)
    return starts.map { start in
      let offsets = encoding.byteOffsets[start..<start + length].filter { !$0.isEmpty }
      guard let first = offsets.first, let last = offsets.last else { return "" }
      return String(
        decoding: whole(bytes, first.lowerBound..<max(first.lowerBound, last.upperBound)),
        as: UTF8.self)
    }
  }

  /// The window of a text that answers best to a question, of equals the first, without the halves of
  /// sentences at its ends.
  public func window(
    of text: String, for question: String, by choice: WindowChoice
  ) async throws -> String {
    let windows = windows(of: text)
    guard windows.count > 1 else { return Self.trimmed(windows.first ?? text) }
    let similarities = try await choice.similarities(of: windows, to: question)
    var best = 0
    for place in windows.indices where similarities[place] > similarities[best] { best = place }
    return Self.trimmed(windows[best])
  }

  /// A window without a first sentence that begins in small letters or with a mark, and without a last
  /// one that ends in a letter or digit; a window of one sentence stays as it is.
  public static func trimmed(_ window: String) -> String {
    var sentences = EnglishText.sentences(window)[...]
    guard sentences.count > 1 else { return window.trimmed }
    if let first = sentences.first?.first, first.isLowercase || ".,;:!?".contains(first) {
      sentences.removeFirst()
    }
    if sentences.count > 1, let last = sentences.last?.last, last.isLetter || last.isNumber {
      sentences.removeLast()
    }
    return sentences.joined(separator: " ")
  }

  /// Bytes of whole characters: a token may begin or end inside of one.
  private func whole(_ bytes: [UInt8], _ range: Range<Int>) -> ArraySlice<UInt8> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start] & 0xC0 == 0x80 { start += 1 }
    while end > start, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return bytes[start..<end]
  }
}
