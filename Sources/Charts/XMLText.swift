/// Text made safe for use inside XML and HTML, in element content and in quoted attributes.
///
/// Escapes `& < > " '`; characters that XML 1.0 forbids (most control characters) become U+FFFD.
public func escapedXML(_ text: String) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
    case let other where other.value < 0x20 || other.value == 0xFFFE || other.value == 0xFFFF:
      result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
