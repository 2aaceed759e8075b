extension JSONParser {
  /// Parses a number: `integer` when it has neither fraction nor exponent and fits 64 bits.
  ///
  /// Short decimals take Clinger's exact path (a significand below 2^53 times or over a power of
  /// ten up to 10^22 is one rounding); others go to the standard library's correctly rounded
  /// conversion.
  mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = position
    let negative = consume(UInt8(ascii: "-"))
    let integerStart = position
    var significand: UInt64 = 0
    var digits = scanDigits(into: &significand)
    guard digits > 0 else { throw failure("expected a digit after \"-\", found \(found)") }
    if digits > 1, bytes[integerStart] == UInt8(ascii: "0") {
      throw failure("a number must not start with 0", at: start)
    }
    var isInteger = true
    var exponent = 0
    if consume(UInt8(ascii: ".")) {
      isInteger = false
      let fraction = scanDigits(into: &significand)
      guard fraction > 0 else { throw failure("expected a digit after \".\", found \(found)") }
      digits += fraction
      exponent -= fraction
    }
    if peek | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      position += 1
      exponent += try scanExponent()
    }
    if digits <= 18 {
      // A negative zero has no integer form.
      if isInteger, !(negative && significand == 0) {
        return .integer(negative ? -Int64(significand) : Int64(significand))
      }
      if significand < 1 << 53, abs(exponent) <= 22 {
        let scale = JSONParser.powersOfTen[abs(exponent)]
        let value = exponent < 0 ? Double(significand) / scale : Double(significand) * scale
        return .number(negative ? -value : value)
      }
    }
    return try convertSlowly(start, isInteger: isInteger)
  }

  private mutating func scanDigits(into significand: inout UInt64) -> Int {
    let start = position
    while position < bytes.count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      if digit > 9 { break }
      significand = significand &* 10 &+ UInt64(digit)
      position += 1
    }
    return position - start
  }

  private mutating func scanExponent() throws(JSONError) -> Int {
    let negative = peek == UInt8(ascii: "-")
    if negative || peek == UInt8(ascii: "+") { position += 1 }
    var magnitude: UInt64 = 0
    let digits = scanDigits(into: &magnitude)
    guard digits > 0 else { throw failure("expected a digit in the exponent, found \(found)") }
    // Only small exponents are used; longer ones are read again by the slow path.
    let bounded = digits <= 6 ? Int(magnitude) : 1_000_000
    return negative ? -bounded : bounded
  }

  private func convertSlowly(_ start: Int, isInteger: Bool) throws(JSONError) -> JSONValue {
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let value = Int64(text), value != 0 { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw failure("the number \(text.prefix(40)) is too large for a double", at: start)
    }
    return .number(value)
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
