/// A piece of the difference between two texts.
public struct TextDifference: Sendable, Equatable {
  /// What happened to the piece.
  public enum Kind: String, Sendable { case same, removed, added }

  /// What happened to it.
  public var kind: Kind
  /// The words, with single blanks between them.
  public var text: String

  /// The difference of two texts word by word: a longest common subsequence, removals before
  /// additions, neighbours of a kind joined. O(words²).
  public static func words(from old: String, to new: String) -> [TextDifference] {
    let a = old.split(whereSeparator: \.isWhitespace)
    let b = new.split(whereSeparator: \.isWhitespace)
    // shared[i][j]: length of the longest common subsequence of a[i...] and b[j...].
    var shared = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        shared[i][j] =
          a[i] == b[j] ? shared[i + 1][j + 1] + 1 : max(shared[i + 1][j], shared[i][j + 1])
      }
    }
    var pieces: [(Kind, Substring)] = []
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if i < a.count, j < b.count, a[i] == b[j] {
        pieces.append((.same, a[i]))
        (i, j) = (i + 1, j + 1)
      } else if i < a.count, j == b.count || shared[i + 1][j] >= shared[i][j + 1] {
        pieces.append((.removed, a[i]))
        i += 1
      } else {
        pieces.append((.added, b[j]))
        j += 1
      }
    }
    return pieces.reduce(into: []) { result, piece in
      if result.last?.kind == piece.0 {
        result[result.count - 1].text += " " + piece.1
      } else {
        result.append(TextDifference(kind: piece.0, text: String(piece.1)))
      }
    }
  }
}
