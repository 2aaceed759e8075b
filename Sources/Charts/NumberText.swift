/// Numbers as text for people: no locale, the same characters on every machine.
public enum NumberText {
  /// What stands in for a number that is missing (NaN).
  public static let missing = "–"

  /// A number with a fixed count of decimals, rounded half away from zero; U+2212 as minus sign.
  ///
  /// NaN gives ``missing``, infinities `∞`; magnitudes of 10^15 and more are written in full
  /// precision instead of being rounded.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard !value.isNaN else { return missing }
    guard value.isFinite else { return value < 0 ? "\u{2212}∞" : "∞" }
    return plain(value, decimals: decimals, minus: "\u{2212}")
  }

  /// A whole number with groups of three digits set apart by narrow no-break spaces: `12 345`.
  public static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "\u{2212}" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, digits.count > 4, (digits.count - index) % 3 == 0 { text += "\u{202F}" }
      text.append(digit)
    }
    return text
  }

  /// A share in 0...1 as a percentage: `12.5 %`.
  public static func percent(_ share: Double, decimals: Int = 0) -> String {
    share.isNaN ? missing : fixed(share * 100, decimals: decimals) + "\u{202F}%"
  }

  /// An interval in words: `0.81 to 0.87`; empty if either end is missing.
  public static func interval(_ low: Double, _ high: Double, decimals: Int) -> String {
    guard !low.isNaN, !high.isNaN else { return "" }
    return "\(fixed(low, decimals: decimals)) to \(fixed(high, decimals: decimals))"
  }

  /// A number of any size in scientific form with `digits` digits after the point: `3.2e−4`.
  public static func scientific(_ value: Double, digits: Int = 1) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, decimals: 0) }
    var exponent = Int(logarithm10(value.magnitude).rounded(.down))
    // Rounding may carry the mantissa up to ten.
    let scaled = value.magnitude / powerOfTen(exponent) * powerOfTen(digits)
    if scaled.rounded(.toNearestOrAwayFromZero) >= powerOfTen(digits + 1) { exponent += 1 }
    let mantissa = fixed(value / powerOfTen(exponent), decimals: digits)
    return "\(mantissa)e\(exponent < 0 ? "\u{2212}" : "")\(exponent.magnitude)"
  }

  /// A coordinate or an attribute value: at most two decimals, ASCII, no trailing zeros.
  static func coordinate(_ value: Double) -> String {
    var text = plain(value, decimals: 2, minus: "-")
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }

  private static func plain(_ value: Double, decimals: Int, minus: String) -> String {
    let factor = powerOfTen(decimals)
    let scaled = (value.magnitude * factor).rounded(.toNearestOrAwayFromZero)
    guard scaled < 1e15 else { return (value < 0 ? minus : "") + "\(value.magnitude)" }
    let whole = Int(scaled)
    var digits = String(whole)
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
    }
    let sign = value < 0 && whole != 0 ? minus : ""
    guard decimals > 0 else { return sign + digits }
    return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }
}
