/// The class of a Unicode scalar, as the regular expressions of tokenizers ask for it.
///
/// Every scalar has exactly one class; format, control and unassigned characters have none.
struct CharacterClass: OptionSet, Sendable {
  let rawValue: UInt8

  /// `\p{Lu}` and `\p{Lt}`.
  static let upper = CharacterClass(rawValue: 1)
  /// `\p{Ll}`.
  static let lower = CharacterClass(rawValue: 2)
  /// `\p{Lm}` and `\p{Lo}`.
  static let otherLetter = CharacterClass(rawValue: 4)
  /// `\p{N}`.
  static let number = CharacterClass(rawValue: 8)
  /// `\p{M}`.
  static let mark = CharacterClass(rawValue: 16)
  /// `\s`.
  static let space = CharacterClass(rawValue: 32)
  /// `\p{P}`.
  static let punctuation = CharacterClass(rawValue: 64)
  /// `\p{S}`.
  static let symbol = CharacterClass(rawValue: 128)

  /// `\p{L}`.
  static let letter: CharacterClass = [.upper, .lower, .otherLetter]

  /// Whether the character is in one of these classes.
  @inline(__always)
  func isAny(_ classes: CharacterClass) -> Bool { rawValue & classes.rawValue != 0 }
}

/// A flat table of the class of every scalar (1.1 MB, made at first use in about a millisecond).
struct CharacterClasses: @unchecked Sendable {
  // Written once in `init`, then only read, and never freed: the one instance lives for ever.
  private let table: UnsafeMutablePointer<UInt8>

  static let shared = CharacterClasses()

  private init() {
    table = .allocate(capacity: 0x110000)
    table.initialize(repeating: 0, count: 0x110000)
    var reader = UnicodeTables.NumberReader(UnicodeTables.classRuns)
    var place = 0
    while !reader.isAtEnd {
      let letter = reader.next
      reader.skip()
      let length = Int(reader.number() ?? 1)
      if letter == UInt8(ascii: "Z") {
        for _ in 0..<length {
          table[place] = CharacterClass.upper.rawValue
          table[place + 1] = CharacterClass.lower.rawValue
          place += 2
        }
      } else {
        let value = CharacterClasses.named(letter).rawValue
        if value != 0 { for i in place..<place + length { table[i] = value } }
        place += length
      }
    }
  }

  private static func named(_ letter: UInt8) -> CharacterClass {
    switch Unicode.Scalar(letter) {
    case "U": .upper
    case "L": .lower
    case "X": .otherLetter
    case "N": .number
    case "M": .mark
    case "S": .space
    case "P": .punctuation
    case "Y": .symbol
    default: []
    }
  }

  /// The class of a scalar value; traps in debug builds above U+10FFFF.
  @inline(__always)
  subscript(value: UInt32) -> CharacterClass {
    assert(value < 0x110000, "not a Unicode scalar value")
    return CharacterClass(rawValue: table[Int(value)])
  }
}
