public import TextFiles

/// A golden file does not hold what a test looks for in it.
public struct MissingGolden: Error, CustomStringConvertible {
  public let description: String
}

/// Numbers out of golden JSON files, where `null` stands for NaN.
extension JSONValue {
  /// This value as a number.
  public func asNumber() throws -> Double {
    if isNull { return .nan }
    guard let double else { throw MissingGolden(description: "not a number: \(self)") }
    return double
  }

  /// This value as a list of numbers.
  public func asNumbers() throws -> [Double] {
    guard let array else { throw MissingGolden(description: "not a list: \(self)") }
    return try array.map { try $0.asNumber() }
  }

  /// The member `key`, which must be there.
  public func member(_ key: String) throws -> JSONValue {
    guard let value = self[key] else { throw MissingGolden(description: "no member \(key)") }
    return value
  }

  /// The number in member `key`.
  public func number(_ key: String) throws -> Double { try member(key).asNumber() }

  /// The numbers in member `key`.
  public func numbers(_ key: String) throws -> [Double] { try member(key).asNumbers() }

  /// The list in member `key`.
  public func list(_ key: String) throws -> [JSONValue] {
    guard let array = try member(key).array else {
      throw MissingGolden(description: "member \(key) is not a list")
    }
    return array
  }
}

/// Whether two numbers agree to an absolute tolerance; NaN agrees with NaN only.
public func agree(_ a: Double, _ b: Double, within tolerance: Double = 1e-9) -> Bool {
  (a.isNaN && b.isNaN) || abs(a - b) <= tolerance
}

/// The largest distance between numbers in step; infinite when lengths differ or only one is NaN.
public func worstDistance(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { worst, pair in
    if pair.0.isNaN && pair.1.isNaN { return worst }
    let distance = abs(pair.0 - pair.1)
    return max(worst, distance.isNaN ? .infinity : distance)
  }
}
