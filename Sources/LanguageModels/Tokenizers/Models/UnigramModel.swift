/// A unigram language model: the most probable way to write a word as pieces (Kudo 2018).
///
/// Immutable; a class for the same reason as `BytePairModel`.
final class UnigramModel: Sendable {
  let vocabulary: Vocabulary
  /// The token of what has none.
  let unknown: Int32
  private let scores: [Double]
  private let tree: PrefixTree
  private let unknownScore: Double
  /// The token of every byte, empty without byte fallback (or when a byte has no token).
  private let byteTokens: [Int32]

  /// The penalty of an unknown character against the least probable piece, as in SentencePiece.
  private static let unknownPenalty = 10.0

  init(vocabulary: Vocabulary, scores: [Double], unknown: Int32, hasByteFallback: Bool) {
    self.vocabulary = vocabulary
    self.scores = scores
    self.unknown = unknown
    var tree = PrefixTree()
    for id in 0..<vocabulary.count {
      vocabulary.withPiece(id) { piece in
        if !piece.isEmpty { tree.insert(piece, value: Int32(id)) }
      }
    }
    self.tree = tree
    unknownScore = (scores.min() ?? 0) - UnigramModel.unknownPenalty
    let bytes = (0...255).map { vocabulary.id(of: ByteFallback.piece(of: UInt8($0))) }
    byteTokens = hasByteFallback && !bytes.contains(nil) ? bytes.compactMap { $0 } : []
  }

  /// The best way to reach a place: its last piece and the score of the whole.
  private struct Best {
    var start: Int32 = -1
    var id: Int32 = 0
    var score = 0.0
  }

  /// Appends the tokens of a word (Viterbi's algorithm). Cost: linear in the word, times the length
  /// of the longest piece.
  func encode(_ word: TextBytes, into tokens: inout [WordToken]) {
    if word.isEmpty { return }
    var best = [Best](repeating: Best(), count: word.count + 1)
    best.withUnsafeMutableBufferPointer { search(word, $0) }
    var path: [WordToken] = []
    var end = Int32(word.count)
    while end > 0 {
      let piece = best[Int(end)]
      if piece.id == unknown, let after = path.last, after.id == unknown {
        // Neighbouring unknown characters are one token.
        path[path.count - 1] = WordToken(
          id: unknown, start: piece.start, length: after.start + after.length - piece.start)
      } else {
        path.append(WordToken(id: piece.id, start: piece.start, length: end - piece.start))
      }
      end = piece.start
    }
    for token in path.reversed() { append(token, of: word, to: &tokens) }
  }

  private func search(_ word: TextBytes, _ best: UnsafeMutableBufferPointer<Best>) {
    let scan = TextScan(word, end: word.count)
    @inline(__always)
    func offer(_ id: Int32, _ score: Double, _ start: Int, _ end: Int) {
      if best[end].start < 0 || score > best[end].score {
        best[end] = Best(start: Int32(start), id: id, score: score)
      }
    }
    var start = 0
    while start < word.count {
      let soFar = best[start].score
      let length = scan.length(at: start)
      var hasCharacter = false
      var node = 0
      var place = start
      while place < word.count, let next = tree.step(from: node, word[place]) {
        node = next
        place += 1
        let id = tree.value(at: node)
        if id >= 0 {
          offer(id, soFar + scores[Int(id)], start, place)
          if place - start == length { hasCharacter = true }
        }
      }
      if !hasCharacter { offer(unknown, soFar + unknownScore, start, start + length) }
      start += length
    }
  }

  /// A fused unknown stretch can be a piece after all; otherwise its bytes have tokens, or it has not.
  private func append(_ token: WordToken, of word: TextBytes, to tokens: inout [WordToken]) {
    guard token.id == unknown else { return tokens.append(token) }
    let range = Int(token.start)..<Int(token.start + token.length)
    if let id = vocabulary.id(of: TextBytes(rebasing: word[range])) {
      tokens.append(WordToken(id: id, start: token.start, length: token.length))
    } else if byteTokens.isEmpty {
      tokens.append(token)
    } else {
      for place in range {
        tokens.append(WordToken(id: byteTokens[Int(word[place])], start: Int32(place), length: 1))
      }
    }
  }
}
