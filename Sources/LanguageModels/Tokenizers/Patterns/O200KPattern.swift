/// The word pattern of o200k and Tekken: as cl100k, but words end where lower case turns to upper
/// case, marks belong to words, and `/` to the line ends after punctuation.
struct O200KPattern: Sendable, Equatable {
  /// The longest run of digits in one word.
  var mostDigits = 3
  /// Whether contractions belong to the word before them (o200k) or are words like others (Tekken).
  var joinsContractions = true

  private static let front: CharacterClass = [.upper, .otherLetter, .mark]
  private static let back: CharacterClass = [.lower, .otherLetter, .mark]

  @inline(__always)
  func match(_ scan: TextScan, at place: Int) -> Int {
    let kind = scan.kind(at: place)
    let next = place + scan.length(at: place)
    let canPrefix = !kind.isAny([.letter, .number]) && !scan.isNewline(at: place)
    if canPrefix, let stop = word(scan, at: next, needsBack: true) { return stop }
    if let stop = word(scan, at: place, needsBack: true) { return stop }
    if canPrefix, let stop = word(scan, at: next, needsBack: false) { return stop }
    if let stop = word(scan, at: place, needsBack: false) { return stop }
    if kind.isAny(.number) { return scan.end(of: .number, from: place, atMost: mostDigits) }
    let other: CharacterClass = [.letter, .number, .space]
    let start = scan.isByte(" ", at: place) ? next : place
    if start < scan.end, !scan.kind(at: start).isAny(other) {
      return scan.newlinesEnd(from: scan.end(ofNone: other, from: start), orSlashes: true)
    }
    return scan.throughNewlines(at: place) ?? scan.trailingSpaces(at: place)
  }

  /// `front* back+` (needs a back) or `front+ back*`, then an optional contraction.
  @inline(__always)
  private func word(_ scan: TextScan, at place: Int, needsBack: Bool) -> Int? {
    guard place < scan.end else { return nil }
    let split = scan.end(of: O200KPattern.front, from: place)
    var stop = scan.end(of: O200KPattern.back, from: split)
    if needsBack, stop == split {
      // Backtrack: the last of the front characters that can also be a back one closes the word.
      while stop > place {
        let last = scan.bytes.scalarStart(before: stop)
        if scan.kind(at: last).isAny(O200KPattern.back) { break }
        stop = last
      }
    }
    if stop == place || (!needsBack && split == place) { return nil }
    return joinsContractions ? scan.contraction(at: stop, folding: true) ?? stop : stop
  }
}
