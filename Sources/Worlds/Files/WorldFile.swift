public import TextFiles

/// A world in a file: a JSON object with `"world"` (facts-and-coins, bit-questions) and its settings,
/// those left out having their defaults.
public enum WorldFile: Sendable, Equatable {
  case factsAndCoins(FactsAndCoins.Settings)
  case bitQuestions(BitQuestions.Settings)

  /// Reads `world.json`; throws the JSON reader's errors and ``WorldsError/badSetting(_:)``.
  public init(path: String) throws {
    try self.init(json: JSONValue.load(path: path))
  }

  /// Reads a world's settings; unknown ones are refused by name.
  public init(json: JSONValue) throws(WorldsError) {
    var reader = try SettingsReader(json)
    switch try reader.text("world") {
    case "facts-and-coins":
      var settings = FactsAndCoins.Settings()
      try reader.set(&settings.seed, "seed")
      try reader.set(&settings.language, "language")
      try reader.set(&settings.mentioned, "mentioned")
      try reader.set(&settings.zipfExponent, "zipf_exponent")
      try reader.set(&settings.heldOut, "held_out")
      try reader.set(&settings.nameHeads, "name_heads")
      try reader.set(&settings.attributes, "attributes")
      try reader.set(&settings.values, "values")
      try reader.set(&settings.valueSkew, "value_skew")
      try reader.set(&settings.repeatRate, "repeat_rate")
      self = .factsAndCoins(settings)
    case "bit-questions":
      var settings = BitQuestions.Settings()
      try reader.set(&settings.seed, "seed")
      try reader.set(&settings.questionBits, "question_bits")
      try reader.set(&settings.heldOut, "held_out")
      try reader.set(&settings.repeatRate, "repeat_rate")
      self = .bitQuestions(settings)
    case let other:
      throw .badSetting(
        "There is no world \"\(other)\"; there are facts-and-coins and bit-questions.")
    }
    try reader.finish()
  }

  /// Makes the world; throws ``WorldsError/badSetting(_:)``.
  public func world() throws(WorldsError) -> any World {
    switch self {
    case .factsAndCoins(let settings): try FactsAndCoins(settings)
    case .bitQuestions(let settings): try BitQuestions(settings)
    }
  }

  /// The settings, all of them, in the form that `init(json:)` reads.
  public var json: JSONValue {
    switch self {
    case .factsAndCoins(let settings):
      [
        "world": "facts-and-coins", "seed": .integer(Int64(bitPattern: settings.seed)),
        "language": .string(settings.language.rawValue),
        "mentioned": .integer(Int64(settings.mentioned)),
        "zipf_exponent": .number(settings.zipfExponent),
        "held_out": .integer(Int64(settings.heldOut)),
        "name_heads": .integer(Int64(settings.nameHeads)),
        "attributes": .integer(Int64(settings.attributes)),
        "values": .integer(Int64(settings.values)), "value_skew": .number(settings.valueSkew),
        "repeat_rate": .number(settings.repeatRate),
      ]
    case .bitQuestions(let settings):
      [
        "world": "bit-questions", "seed": .integer(Int64(bitPattern: settings.seed)),
        "question_bits": .integer(Int64(settings.questionBits)),
        "held_out": .integer(Int64(settings.heldOut)), "repeat_rate": .number(settings.repeatRate),
      ]
    }
  }
}

/// The members of a settings object, each read once; what is left over is a mistake.
private struct SettingsReader {
  private let members: JSONObject
  private var known: [String] = []

  init(_ json: JSONValue) throws(WorldsError) {
    guard let members = json.object else {
      throw .badSetting("A world's settings are a JSON object with \"world\" and its settings.")
    }
    self.members = members
  }

  mutating func text(_ name: String) throws(WorldsError) -> String {
    known.append(name)
    guard let text = members[name]?.string else {
      throw .badSetting("A world's settings need \"\(name)\" as text.")
    }
    return text
  }

  mutating func set(_ value: inout Int, _ name: String) throws(WorldsError) {
    guard let member = take(name) else { return }
    guard let number = member.int else { throw wrong(name, "a whole number") }
    value = number
  }

  mutating func set(_ value: inout UInt64, _ name: String) throws(WorldsError) {
    var number = Int(bitPattern: UInt(value))
    try set(&number, name)
    value = UInt64(bitPattern: Int64(number))
  }

  mutating func set(_ value: inout Double, _ name: String) throws(WorldsError) {
    guard let member = take(name) else { return }
    guard let number = member.double else { throw wrong(name, "a number") }
    value = number
  }

  mutating func set<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: inout Choice, _ name: String
  ) throws(WorldsError) {
    guard let member = take(name) else { return }
    guard let choice = member.string.flatMap({ Choice(rawValue: $0) }) else {
      throw wrong(name, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    value = choice
  }

  /// Refuses members that nobody asked for.
  func finish() throws(WorldsError) {
    guard let name = members.keys.first(where: { !known.contains($0) }) else { return }
    let hint = nearestNameHint(for: name, in: known) { "\"\($0)\"" }
    throw .badSetting("A world of this kind has no setting \"\(name)\"\(hint)")
  }

  private mutating func take(_ name: String) -> JSONValue? {
    known.append(name)
    return members[name]
  }

  private func wrong(_ name: String, _ expected: String) -> WorldsError {
    .badSetting("The setting \"\(name)\" of a world is not \(expected).")
  }
}
