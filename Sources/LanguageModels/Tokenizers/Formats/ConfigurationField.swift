import TextFiles

/// A value of a tokenizer's JSON with the place it stands at, for error messages.
struct ConfigurationField {
  let value: JSONValue
  let place: String
  let source: String

  /// A member, nil when it is absent or null.
  subscript(key: String) -> ConfigurationField? {
    guard let member = value[key], !member.isNull else { return nil }
    return ConfigurationField(value: member, place: "\(place).\(key)", source: source)
  }

  /// A member that must be there.
  func required(_ key: String) throws(TokenizerError) -> ConfigurationField {
    guard let member = self[key] else { throw malformed("has no \"\(key)\"") }
    return member
  }

  /// The elements of a list.
  func elements() throws(TokenizerError) -> [ConfigurationField] {
    guard let values = value.array else { throw malformed("is not a list") }
    return values.enumerated().map {
      ConfigurationField(value: $1, place: "\(place)[\($0)]", source: source)
    }
  }

  func string() throws(TokenizerError) -> String {
    guard let text = value.string else { throw malformed("is not text") }
    return text
  }

  func integer() throws(TokenizerError) -> Int {
    guard let number = value.int else { throw malformed("is not a whole number") }
    return number
  }

  /// A token id: a whole number from 0 up that fits 32 bits.
  func tokenID() throws(TokenizerError) -> Int32 {
    let number = try integer()
    guard number >= 0, let id = Int32(exactly: number) else {
      throw malformed("is \(number), which is no token id")
    }
    return id
  }

  /// A truth value member, or the default when it is absent.
  func flag(_ key: String, default fallback: Bool = false) throws(TokenizerError) -> Bool {
    guard let member = self[key] else { return fallback }
    guard let value = member.value.bool else { throw member.malformed("is not true or false") }
    return value
  }

  /// The `type` member.
  func type() throws(TokenizerError) -> String { try required("type").string() }

  /// The `pattern` member: `{"String": ...}` or `{"Regex": ...}`.
  func pattern() throws(TokenizerError) -> TextPattern {
    let pattern = try required("pattern")
    if let text = pattern["String"] {
      let literal = Array(try text.string().utf8)
      guard !literal.isEmpty else { throw text.malformed("is empty") }
      return .literal(literal)
    }
    let regex = try pattern.required("Regex").string()
    guard let known = TextPattern(regex: regex) else {
      throw unsupported(
        "the regular expression \(regex) (known ones: \(TextPattern.knownNames))")
    }
    return known
  }

  func malformed(_ problem: String) -> TokenizerError {
    .malformed(source: source, place: place, problem: problem)
  }

  func unsupported(_ feature: String) -> TokenizerError {
    .unsupported(source: source, place: place, feature: feature)
  }
}
