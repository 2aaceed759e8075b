extension TextPattern {
  /// The pattern of a published regular expression, or nil when it is none of the known ones.
  init?(regex: String) {
    if let pattern = TextPattern.simple(regex) ?? TextPattern.cl100k(regex) {
      self = pattern
    } else {
      return nil
    }
  }

  /// Names of what `init(regex:)` knows, for error messages.
  static let knownNames = "GPT-2, cl100k, Llama 3, Qwen, o200k, Tekken, DeepSeek V3"

  private static let gpt2Words =
    #"| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  private static let spaceEndings = #"|\s+(?!\S)|\s+"#

  private static func simple(_ regex: String) -> TextPattern? {
    switch regex {
    case "'s|'t|'re|'ve|'m|'ll|'d" + gpt2Words, "'(?:[sdmt]|ll|ve|re)" + gpt2Words: .gpt2
    case #"\s+"#: .spaces
    case #"\p{N}"#: .numbers(atMost: 1)
    case #"\p{N}+"#: .numbers(atMost: .max)
    case #"\p{N}{1,3}"#: .numbers(atMost: 3)
    case "[0-9]": .asciiDigits(atMost: 1)
    case "[0-9]+": .asciiDigits(atMost: .max)
    case "[一-龥぀-ゟ゠-ヿ]+", #"[一-龥\u3040-ゟ゠-ヿ]+"#: .deepSeekHan
    case deepSeek: .deepSeekWords
    default: repeatedCharacter(regex) ?? o200k(regex)
    }
  }

  private static let deepSeek =
    ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"##
    + #"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// `X{n,}` or `X+` for a plain character.
  private static func repeatedCharacter(_ regex: String) -> TextPattern? {
    let scalars = Array(regex.unicodeScalars)
    guard let first = scalars.first, !"\\[](){}.*+?^$|".unicodeScalars.contains(first) else {
      return nil
    }
    let unit = Array(String(first).utf8)
    let rest = String(String.UnicodeScalarView(scalars.dropFirst()))
    if rest.isEmpty { return .literal(unit) }
    if rest == "+" { return .repeated(unit, atLeast: 1) }
    guard rest.hasPrefix("{"), rest.hasSuffix(",}"), let least = Int(rest.dropFirst().dropLast(2)),
      least > 0
    else { return nil }
    return .repeated(unit, atLeast: least)
  }

  private static func o200k(_ regex: String) -> TextPattern? {
    let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
    let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
    let prefix = #"[^\r\n\p{L}\p{N}]?"#
    let contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    let joins = regex.contains(contraction)
    var rest = Substring(regex)
    for part in [prefix + upper + "*" + lower + "+", prefix + upper + "+" + lower + "*"] {
      guard rest.drop(part + (joins ? contraction : "") + "|") else { return nil }
    }
    guard let digits = rest.dropDigits(),
      rest == #"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+"# + spaceEndings
    else { return nil }
    return .o200k(O200KPattern(mostDigits: digits, joinsContractions: joins))
  }

  private static func cl100k(_ regex: String) -> TextPattern? {
    var rest = Substring(regex)
    guard rest.drop("(?i:'s|'t|'re|'ve|'m|'ll|'d)|") || rest.drop("'(?i:[sdmt]|ll|ve|re)|") else {
      return nil
    }
    var pattern = CL100KPattern()
    if rest.drop(#"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|"#) {
      pattern.joinsMarks = true
    } else if !rest.drop(#"[^\r\n\p{L}\p{N}]?\p{L}+|"#),
      !rest.drop(#"[^\r\n\p{L}\p{N}]?+\p{L}+|"#)
    {
      return nil
    }
    guard let digits = rest.dropDigits() else { return nil }
    pattern.mostDigits = digits
    let other = pattern.joinsMarks ? #"| ?[^\s\p{L}\p{M}\p{N}]+"# : #"| ?[^\s\p{L}\p{N}]+"#
    guard rest.drop(other) else { return nil }
    _ = rest.drop("+")
    guard
      rest == #"[\r\n]*|\s*[\r\n]+"# + spaceEndings
        || rest == #"[\r\n]*|\s*[\r\n]"# + spaceEndings
    else { return nil }
    return .cl100k(pattern)
  }
}

extension Substring {
  /// Drops a text from the front if it is there.
  fileprivate mutating func drop(_ text: String) -> Bool {
    guard hasPrefix(text) else { return false }
    removeFirst(text.count)
    return true
  }

  /// Drops `\p{N}`, `\p{N}{1,n}` or `\p{N}+` and gives the longest run.
  fileprivate mutating func dropDigits() -> Int? {
    guard drop(#"\p{N}"#) else { return nil }
    if drop("+") { return .max }
    for most in 1...9 where drop("{1,\(most)}") { return most }
    return 1
  }
}
