/// Signs in a text that it leans on others: references and quotations.
enum CitationPatterns {
  /// How many references a text makes: `et al.`, `doi`, `according to`, a number in square brackets,
  /// or a year from 1900 to 2099 before a closing bracket that is not the start of it.
  static func references(_ text: String) -> Int {
    let lower = text.lowercased()
    var count = 0
    for phrase in ["et al", "doi:", "doi.org", "according to"] {
      count += occurrences(of: phrase, in: lower)
    }
    return count + brackets(lower)
  }

  /// How many passages stand between double quotation marks, straight or curly.
  static func quotations(_ text: String) -> Int {
    let straight = text.count { $0 == "\"" }
    return straight / 2 + text.count { $0 == "\u{201C}" }
  }

  private static func occurrences(of phrase: String, in text: String) -> Int {
    text.split(separator: phrase, omittingEmptySubsequences: false).count - 1
  }

  /// `[3]`, `[3, 4]`, `(Name, 2019)` and `(Name 2019; Name 2020)`, but not `et al.` a second time.
  private static func brackets(_ text: String) -> Int {
    var count = 0
    for (open, close) in [("[", "]"), ("(", ")")] as [(Character, Character)] {
      for piece in text.split(separator: open).dropFirst(text.first == open ? 0 : 1) {
        guard let end = piece.firstIndex(of: close) else { continue }
        let inside = piece[..<end]
        if open == "[" {
          if inside.contains(where: \.isNumber),
            inside.allSatisfy({ $0.isNumber || $0 == "," || $0 == " " || $0 == "-" })
          {
            count += 1
          }
        } else if endsInYear(inside), !inside.contains("et al") {
          count += 1
        }
      }
    }
    return count
  }

  private static func endsInYear(_ text: Substring) -> Bool {
    guard text.count > 5, let year = Int(text.suffix(4)) else { return false }
    return (1900...2099).contains(year) && text.dropLast(4).contains(where: \.isLetter)
  }
}
