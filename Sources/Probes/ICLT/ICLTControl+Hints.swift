import Statistics

extension ICLTControl {
  /// Hints of the lengths of the real ones, all with different first tokens; fewer where a document
  /// has no more.
  func hints(
    like real: [[Int32]], document: String, vocabularySize: Int, _ random: RandomGenerator
  ) throws -> [[Int32]] {
    var random = random
    switch self {
    case .randomTokens:
      var used = Set(real.map { $0[0] })
      let room = vocabularySize - used.count
      return real.prefix(room).map { hint in
        var first = Int32(random.integer(below: vocabularySize))
        while !used.insert(first).inserted {
          first = Int32(random.integer(below: vocabularySize))
        }
        return [first] + hint.dropFirst().map { _ in Int32(random.integer(below: vocabularySize)) }
      }
    case .otherDocument(let donors):
      let others = donors.filter { $0.id != document && !$0.tokens.isEmpty }
      guard !others.isEmpty else {
        throw ProbesError.badOption(
          "Document \(document) needs hints from another document, but no other has tokens.")
      }
      let tokens = others[random.integer(below: others.count)].tokens
      var used: Set<Int32> = []
      var hints: [[Int32]] = []
      for start in random.permutation(tokens.count) where hints.count < real.count {
        guard used.insert(tokens[start]).inserted else { continue }
        hints.append(Array(tokens[start...].prefix(real[hints.count].count)))
      }
      return hints
    }
  }
}
