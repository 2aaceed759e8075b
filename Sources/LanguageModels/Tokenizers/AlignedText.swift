/// UTF-8 text on its way through normalisers, with the original bytes that every byte stands for.
///
/// Alignment follows Hugging Face's `tokenizers`: a replaced or composed character stands for the
/// character in its place, an inserted one for the character before it, and a removed one for
/// nothing. Bytes that no step touched stand for exactly themselves, so a token that holds a part of
/// a character has a byte-exact range.
struct AlignedText: Sendable {
  /// The text as it is now.
  private(set) var bytes: [UInt8]
  /// Where the text begins in the original bytes; used while there is no explicit alignment.
  private let base: Int
  /// First and last + 1 original byte of every byte; empty while the text is untouched.
  private var starts: [Int32] = []
  private var ends: [Int32] = []

  /// Untouched text that begins at original byte `base`.
  init(_ bytes: TextBytes, base: Int) {
    self.bytes = Array(bytes)
    self.base = base
  }

  private var isUntouched: Bool { starts.isEmpty }

  /// The original bytes of a range of bytes; an empty range gives the place in front of the byte.
  @inline(__always)
  func original(_ range: Range<Int>) -> Range<Int> {
    if isUntouched { return base + range.lowerBound..<base + range.upperBound }
    if range.isEmpty {
      let place = range.lowerBound < starts.count ? start(range.lowerBound) : end(starts.count - 1)
      return place..<place
    }
    let lower = start(range.lowerBound)
    // Reordered combining marks can end before they start.
    return lower..<max(lower, end(range.upperBound - 1))
  }

  @inline(__always)
  private func start(_ place: Int) -> Int { isUntouched ? base + place : Int(starts[place]) }

  @inline(__always)
  private func end(_ place: Int) -> Int { isUntouched ? base + place + 1 : Int(ends[place]) }
}

extension AlignedText {
  /// Makes the next version of a text, front to back.
  struct Editor {
    private let old: AlignedText
    private var text: AlignedText

    init(_ old: AlignedText) {
      self.old = old
      text = AlignedText(TextBytes(start: nil, count: 0), base: 0)
      let room = old.bytes.count + old.bytes.count / 8 + 16
      text.bytes.reserveCapacity(room)
      text.starts.reserveCapacity(room)
      text.ends.reserveCapacity(room)
    }

    /// The number of bytes written.
    var count: Int { text.bytes.count }

    /// Copies bytes of the old text with their own alignment.
    mutating func copy(_ range: Range<Int>) {
      text.bytes.append(contentsOf: old.bytes[range])
      if old.isUntouched {
        for place in range {
          text.starts.append(Int32(old.base + place))
          text.ends.append(Int32(old.base + place + 1))
        }
      } else {
        text.starts.append(contentsOf: old.starts[range])
        text.ends.append(contentsOf: old.ends[range])
      }
    }

    /// Writes new bytes that stand for what `range` of the old text stands for.
    mutating func write(_ bytes: [UInt8], for range: Range<Int>) {
      text.bytes.append(contentsOf: bytes)
      align(bytes.count, to: range)
    }

    /// Writes one scalar that stands for what `range` of the old text stands for.
    mutating func write(scalar: UInt32, for range: Range<Int>) {
      let before = text.bytes.count
      text.bytes.append(scalar: scalar)
      align(text.bytes.count - before, to: range)
    }

    private mutating func align(_ count: Int, to range: Range<Int>) {
      let original = old.original(range)
      for _ in 0..<count {
        text.starts.append(Int32(original.lowerBound))
        text.ends.append(Int32(original.upperBound))
      }
    }

    /// The new text.
    consuming func finish() -> AlignedText { text }
  }
}

extension AlignedText {
  /// A part of the text, with its alignment.
  func slice(_ range: Range<Int>) -> AlignedText {
    if range == 0..<bytes.count { return self }
    if isUntouched {
      return bytes.withUnsafeBufferPointer {
        AlignedText(TextBytes(rebasing: $0[range]), base: base + range.lowerBound)
      }
    }
    var editor = Editor(self)
    editor.copy(range)
    return editor.finish()
  }
}
