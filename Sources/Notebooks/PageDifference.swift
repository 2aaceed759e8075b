/// The first line in which a new page is not the committed one: other words, or numbers further apart
/// than the tolerance.
public struct PageDifference: Sendable, Equatable {
  /// The line, counted from 1.
  public let line: Int
  /// The line as it was committed; empty behind the end.
  public let committed: String
  /// The line as it is now; empty behind the end.
  public let new: String

  /// Compares line by line; nil when there is no difference.
  init?(committed: String, new: String, tolerance: Tolerance) {
    let old = committed.split(separator: "\n", omittingEmptySubsequences: false)
    let now = new.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(old.count, now.count) {
      let a = index < old.count ? String(old[index]) : ""
      let b = index < now.count ? String(now[index]) : ""
      let isThere = index < old.count && index < now.count
      if isThere, a == b || Self.agree(a, b, tolerance) { continue }
      (line, self.committed, self.new) = (index + 1, a, b)
      return
    }
    return nil
  }

  private static func agree(_ a: String, _ b: String, _ tolerance: Tolerance) -> Bool {
    let (old, now) = (pieces(a), pieces(b))
    return old.count == now.count
      && zip(old, now).allSatisfy { pair in
        switch pair {
        case (.words(let a), .words(let b)): a == b
        case (.number(let a), .number(let b)): tolerance.forgives(a, b)
        default: false
        }
      }
  }

  private enum Piece {
    case words(String)
    case number(Double)
  }

  /// A line as words and numbers by turns; digits may be grouped by narrow no-break spaces.
  private static func pieces(_ line: String) -> [Piece] {
    let scalars = Array(line.unicodeScalars)
    func isDigit(_ place: Int) -> Bool {
      place < scalars.count && ("0"..."9").contains(scalars[place])
    }
    var pieces: [Piece] = []
    var words = String.UnicodeScalarView()
    var place = 0
    while place < scalars.count {
      let isMinus = scalars[place] == "\u{2212}" && isDigit(place + 1)
      guard isMinus || isDigit(place) else {
        words.append(scalars[place])
        place += 1
        continue
      }
      var digits = isMinus ? "-" : ""
      if isMinus { place += 1 }
      while isDigit(place)
        || isDigit(place + 1) && "\u{202F}.".unicodeScalars.contains(scalars[place])
      {
        if scalars[place] != "\u{202F}" { digits.unicodeScalars.append(scalars[place]) }
        place += 1
      }
      pieces.append(.words(String(words)))
      words.removeAll()
      // Versions such as 1.2.3 are no numbers.
      pieces.append(Double(digits).map(Piece.number) ?? .words(digits))
    }
    return pieces + [.words(String(words))]
  }
}
