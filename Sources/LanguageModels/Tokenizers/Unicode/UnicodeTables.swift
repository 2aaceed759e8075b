/// The Unicode data of the tokenizers: written by a script, the same on every platform.
///
/// A tokenizer must cut the same text in the same way on every machine, so neither the classes nor
/// the normal forms are asked from the operating system, whose Unicode version differs. The data
/// follow the version inside Hugging Face's `tokenizers` 0.23.
enum UnicodeTables {
  /// Reads the numbers of a table: base 36 digits with one-byte separators between them.
  struct NumberReader {
    private let text: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ text: StaticString) {
      self.text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    var isAtEnd: Bool { place >= text.count }

    /// The next byte, or 0 at the end.
    var next: UInt8 { place < text.count ? text[place] : 0 }

    mutating func skip() { place += 1 }

    /// The number here, or nil when there is no digit.
    mutating func number() -> UInt32? {
      let start = place
      var value: UInt32 = 0
      while place < text.count, let digit = UnicodeTables.digit(text[place]) {
        value = value * 36 + digit
        place += 1
      }
      return place > start ? value : nil
    }

    /// Skips one separator if it is this one.
    mutating func skip(_ separator: Unicode.Scalar) -> Bool {
      guard next == UInt8(ascii: separator) else { return false }
      place += 1
      return true
    }
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 10
    default: nil
    }
  }

  /// Calls `record` with first code point, number of neighbours and values of each entry of a
  /// `gap[*count]-value-value...;` table.
  static func forEachRecord(
    of text: StaticString, _ record: (_ first: UInt32, _ count: UInt32, _ values: [UInt32]) -> Void
  ) {
    var reader = NumberReader(text)
    var last: UInt32 = 0
    var values: [UInt32] = []
    while let gap = reader.number() {
      let count = reader.skip("*") ? reader.number() ?? 1 : 1
      values.removeAll(keepingCapacity: true)
      while reader.skip("-") {
        if let value = reader.number() { values.append(value) }
      }
      _ = reader.skip(";")
      record(last + gap, count, values)
      last += gap + count - 1
    }
  }
}
