/// Estimated sizes of text set in the reader's own sans-serif font.
///
/// A chart cannot ask for the real font, so widths follow DejaVu Sans, among the widest of the
/// fonts that `system-ui` can stand for: what fits here fits elsewhere.
enum TextMetrics {
  /// The width in chart units of one line of text.
  static func width(of text: String, size: Double, bold: Bool = false) -> Double {
    let units = text.unicodeScalars.reduce(0.0) { $0 + relativeWidth(of: $1) }
    return units * size * (bold ? 1.1 : 1)
  }

  /// The text, or its beginning and `…`, so that it takes at most `width`.
  static func fitted(_ text: String, width: Double, size: Double, bold: Bool = false) -> String {
    guard self.width(of: text, size: size, bold: bold) > width else { return text }
    var shorter = Substring(text)
    while !shorter.isEmpty {
      shorter.removeLast()
      let candidate = shorter + "…"
      if self.width(of: String(candidate), size: size, bold: bold) <= width {
        return String(candidate)
      }
    }
    return ""
  }

  /// Words broken into lines of at most `width`; a longer word is cut short.
  static func lines(_ text: String, width: Double, size: Double, bold: Bool = false) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      let longer = (lines.last.map { $0 + " " } ?? "") + word
      if !lines.isEmpty, self.width(of: longer, size: size, bold: bold) <= width {
        lines[lines.count - 1] = longer
      } else {
        lines.append(fitted(String(word), width: width, size: size, bold: bold))
      }
    }
    return lines
  }

  private static func relativeWidth(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "'", "|": 0.29
    case " ", ".", ",", ":", ";", "I", "f", "t", "!", "(", ")", "[", "]", "\u{202F}": 0.4
    case "r", "s", "c", "z", "k", "v", "x", "y", "-", "_": 0.58
    case "m", "w", "M", "W", "@", "%": 0.98
    case "−", "=", "+", "<", ">", "±", "≤", "≥": 0.84
    case "…": 1
    case "A"..."Z": 0.76
    case "a"..."z", "0"..."9": 0.64
    // Control characters are shown as U+FFFD.
    default: (0x20..<0x300).contains(scalar.value) ? 0.7 : 1
    }
  }
}
