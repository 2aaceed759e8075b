/// Decompositions, combining classes and compositions of Unicode characters (about 2 MB, made at
/// first use in a few milliseconds).
struct NormalizationData: Sendable {
  /// What a scalar needs from a normaliser; a scalar without any flag passes unchanged.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8

    static let hasCanonical = Flags(rawValue: 1)
    static let hasCompatibility = Flags(rawValue: 2)
    /// Canonical composition of the character alone gives another one.
    static let neverComposed = Flags(rawValue: 4)
    /// The character, or the first of its decomposition, can act on the character before it:
    /// it is no place to cut a text for canonical forms.
    static let joinsCanonical = Flags(rawValue: 8)
    /// The same for compatibility forms.
    static let joinsCompatibility = Flags(rawValue: 16)
  }

  private(set) var flags = [UInt8](repeating: 0, count: 0x110000)
  private var canonical: [UInt32: [UInt32]] = [:]
  private var compatibility: [UInt32: [UInt32]] = [:]
  private var combiningClasses: [UInt32: UInt8] = [:]
  private var compositions: [UInt64: UInt32] = [:]

  static let shared = NormalizationData()

  private init() {
    UnicodeTables.forEachRecord(of: UnicodeTables.combiningClasses) { first, count, values in
      for value in first..<first + count { combiningClasses[value] = UInt8(values[0]) }
    }
    canonical = NormalizationData.mapping(UnicodeTables.canonical)
    compatibility = NormalizationData.mapping(UnicodeTables.compatibility)
    var never: Set<UInt32> = []
    var reader = UnicodeTables.NumberReader(UnicodeTables.compositionExclusions)
    while let value = reader.number() {
      never.insert(value)
      _ = reader.skip(";")
    }
    makeCompositions(without: never)
    makeFlags(never: never)
  }

  private static func mapping(_ table: StaticString) -> [UInt32: [UInt32]] {
    var result: [UInt32: [UInt32]] = [:]
    UnicodeTables.forEachRecord(of: table) { first, count, values in
      for i in 0..<count { result[first + i] = count == 1 ? values : [values[0] + i] }
    }
    return result
  }

  /// A composed character's own pair is (what composes all but the last scalar, last scalar).
  private mutating func makeCompositions(without never: Set<UInt32>) {
    var composed: [[UInt32]: UInt32] = [:]
    for (value, scalars) in canonical where !never.contains(value) { composed[scalars] = value }
    for (scalars, value) in composed {
      guard let last = scalars.last else { continue }
      let front = Array(scalars.dropLast())
      guard let first = front.count == 1 ? front[0] : composed[front] else { continue }
      compositions[UInt64(first) << 32 | UInt64(last)] = value
    }
  }

  private mutating func makeFlags(never: Set<UInt32>) {
    var joining = Set(combiningClasses.keys)
    joining.formUnion(compositions.keys.map { UInt32(truncatingIfNeeded: $0) })
    joining.formUnion(Hangul.vowels)
    joining.formUnion(Hangul.trailing)
    for value in joining { set([.joinsCanonical, .joinsCompatibility], value) }
    for (value, scalars) in canonical {
      set(.hasCanonical, value)
      if joining.contains(scalars[0]) { set([.joinsCanonical, .joinsCompatibility], value) }
    }
    for (value, scalars) in compatibility {
      set(.hasCompatibility, value)
      if joining.contains(scalars[0]) { set(.joinsCompatibility, value) }
    }
    for value in never { set(.neverComposed, value) }
    for value in Hangul.syllables { set(.hasCanonical, value) }
  }

  private mutating func set(_ flag: Flags, _ value: UInt32) {
    flags[Int(value)] |= flag.rawValue
  }

  /// The canonical combining class, 0 for a starter.
  func combiningClass(_ value: UInt32) -> UInt8 { combiningClasses[value] ?? 0 }

  /// The full decomposition, or nil when the scalar stands for itself.
  func decomposition(_ value: UInt32, compatible: Bool) -> [UInt32]? {
    if Hangul.syllables.contains(value) { return Hangul.decomposed(value) }
    if compatible, let scalars = compatibility[value] { return scalars }
    return canonical[value]
  }

  /// The composition of two scalars, or nil when they do not compose.
  func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.composed(first, second) ?? compositions[UInt64(first) << 32 | UInt64(second)]
  }
}

/// Korean syllables decompose by arithmetic (Unicode standard, section 3.12).
enum Hangul {
  static let syllables: Range<UInt32> = 0xAC00..<0xD7A4
  static let leading: Range<UInt32> = 0x1100..<0x1113
  static let vowels: Range<UInt32> = 0x1161..<0x1176
  static let trailing: Range<UInt32> = 0x11A8..<0x11C3

  static func decomposed(_ syllable: UInt32) -> [UInt32] {
    let index = syllable - syllables.lowerBound
    let pair = [leading.lowerBound + index / 588, vowels.lowerBound + index % 588 / 28]
    return index % 28 == 0 ? pair : pair + [trailing.lowerBound - 1 + index % 28]
  }

  static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if leading.contains(first), vowels.contains(second) {
      let vowel = second - vowels.lowerBound
      return syllables.lowerBound + ((first - leading.lowerBound) * 21 + vowel) * 28
    }
    if syllables.contains(first), (first - syllables.lowerBound) % 28 == 0,
      trailing.contains(second)
    {
      return first + second - (trailing.lowerBound - 1)
    }
    return nil
  }
}
