import Statistics
import TextFiles

/// A JSON object of a probe file, read field by field with errors that name the field.
struct ProbeFields {
  private let json: JSONValue
  private let path: String
  private let key: String

  init(_ json: JSONValue, path: String, key: String) {
    (self.json, self.path, self.key) = (json, path, key)
  }

  func refusal(_ name: String, _ problem: String) -> ProbesError {
    .badProbeFile(path: path, problem: "the metadata field \(key).\(name) \(problem)")
  }

  private func required<Value>(_ name: String, _ value: Value?) throws -> Value {
    guard let value else { throw refusal(name, "is missing or of another type") }
    return value
  }

  func string(_ name: String) throws -> String { try required(name, json[name]?.string) }
  func int(_ name: String) throws -> Int { try required(name, json[name]?.int) }
  func bool(_ name: String) throws -> Bool { try required(name, json[name]?.bool) }
  func optionalString(_ name: String) -> String? { json[name]?.string }
  func optionalDouble(_ name: String) -> Double? { json[name]?.double }

  /// A number; null stands for NaN.
  func double(_ name: String) throws -> Double {
    if json[name]?.isNull == true { return .nan }
    return try required(name, json[name]?.double)
  }

  func finite(_ name: String) throws -> Double {
    let value = try double(name)
    guard value.isFinite else { throw refusal(name, "is not finite") }
    return value
  }

  /// Numbers without a sign that may need all 64 bits, kept as text.
  func unsigned(_ name: String) throws -> UInt64 { try required(name, UInt64(try string(name))) }

  func value<Value>(_ name: String, _ make: (String) -> Value?) throws -> Value {
    let text = try string(name)
    guard let value = make(text) else { throw refusal(name, "is \"\(text)\", which is not known") }
    return value
  }

  func object(_ name: String) throws -> ProbeFields {
    guard let value = json[name], value.object != nil else {
      throw refusal(name, "is missing or of another type")
    }
    return ProbeFields(value, path: path, key: "\(key).\(name)")
  }

  func optionalObject(_ name: String) throws -> ProbeFields? {
    json[name]?.object == nil ? nil : try object(name)
  }

  /// What `make` reads from a member; nil when it is absent or null.
  func optional<Value>(_ name: String, _ make: (JSONValue) -> Value?) throws -> Value? {
    guard let value = json[name], !value.isNull else { return nil }
    return try required(name, make(value))
  }

  func list(_ name: String) throws -> [ProbeFields] {
    try required(name, json[name]?.array).enumerated().map { index, value in
      ProbeFields(value, path: path, key: "\(key).\(name)[\(index)]")
    }
  }

  func texts(_ name: String) throws -> [String] {
    try required(name, json[name]?.array).map { try required(name, $0.string) }
  }

  func numbers(_ name: String) throws -> [Double] {
    try required(name, json[name]?.array).map { try required(name, $0.double) }
  }

  func ints(_ name: String) throws -> [Int] {
    try required(name, json[name]?.array).map { try required(name, $0.int) }
  }

  func namedValues(_ name: String) throws -> [NamedValue] {
    try required(name, json[name]?.object).members.map { member in
      NamedValue(member.key, try required(name, member.value.string))
    }
  }

  func estimates(_ name: String) throws -> [String: Estimate] {
    let all = try object(name)
    let keys = json[name]?.object?.keys ?? []
    return try Dictionary(keys.map { ($0, try all.estimate($0)) }) { first, _ in first }
  }

  func estimate(_ name: String) throws -> Estimate {
    let fields = try object(name)
    return Estimate(
      value: try fields.double("value"), low: try fields.double("low"),
      high: try fields.double("high"), level: try fields.double("level"),
      count: try fields.int("n"), clusters: try fields.int("clusters"),
      resamples: try fields.int("resamples"),
      undefinedResamples: try fields.int("undefined_resamples"))
  }
}
