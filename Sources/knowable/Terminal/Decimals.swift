import Foundation

/// Numbers as text, the same in every locale.
enum Decimals {
  /// A number with a fixed number of decimals; "nan" for what is not a number.
  static func text(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }

  /// "0.9134 [0.8851, 0.9380]", with four decimals each; the number alone without an interval, "-" where
  /// it is not defined.
  static func estimate(_ value: Double, low: Double, high: Double) -> String {
    guard value.isFinite else { return "-" }
    let number = text(value, 4)
    return low.isNaN || high.isNaN ? number : "\(number) [\(text(low, 4)), \(text(high, 4))]"
  }

  /// Seconds as "8 s", "3 min 20 s" or "2 h 5 min".
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// Bytes as "98.4 MB".
  static func bytes(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var value = Double(count)
    var unit = 0
    while value >= 1000, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return "\(text(value, unit == 0 ? 0 : 1)) \(units[unit])"
  }
}
