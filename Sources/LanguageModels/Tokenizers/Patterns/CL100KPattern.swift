/// The word pattern of cl100k, Llama 3 and Qwen:
/// `(?i:'s|'t|...)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|...`.
struct CL100KPattern: Sendable, Equatable {
  /// The longest run of digits in one word (Qwen 1, Llama 3 three).
  var mostDigits = 3
  /// Whether combining marks count as letters.
  var joinsMarks = false

  @inline(__always)
  func match(_ scan: TextScan, at place: Int) -> Int {
    if let stop = scan.contraction(at: place, folding: true) { return stop }
    let word: CharacterClass = joinsMarks ? [.letter, .mark] : .letter
    let kind = scan.kind(at: place)
    if kind.isAny(word) { return scan.end(of: word, from: place) }
    if kind.isAny(.number) { return scan.end(of: .number, from: place, atMost: mostDigits) }
    let next = place + scan.length(at: place)
    if next < scan.end, scan.kind(at: next).isAny(word), !scan.isNewline(at: place) {
      return scan.end(of: word, from: next)
    }
    let other = word.union([.number, .space])
    let start = scan.isByte(" ", at: place) ? next : place
    if start < scan.end, !scan.kind(at: start).isAny(other) {
      return scan.newlinesEnd(from: scan.end(ofNone: other, from: start))
    }
    return scan.throughNewlines(at: place) ?? scan.trailingSpaces(at: place)
  }
}
