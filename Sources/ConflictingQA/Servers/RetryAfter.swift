import Foundation

/// The pause that a server asks for (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// Longest pause that is kept to, seconds.
  static let longest = 600.0

  /// Seconds from `now` on, 0 to ten minutes: from a number of seconds or from an HTTP date of any of
  /// the three forms of section 5.6.7. Nil for anything else.
  static func seconds(_ header: String, now: Date = Date()) -> Double? {
    let text = header.trimmed
    guard let seconds = Double(text) ?? date(text).map({ $0.timeIntervalSince(now) }),
      seconds.isFinite
    else { return nil }
    return min(max(seconds, 0), longest)
  }

  private static func date(_ text: String) -> Date? {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    for format in [
      "EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
      "EEE MMM d HH:mm:ss yyyy",
    ] {
      formatter.dateFormat = format
      if let date = formatter.date(from: text) { return date }
    }
    return nil
  }
}
