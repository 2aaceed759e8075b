import Statistics

@testable import Embeddings
@testable import Probes

/// Made-up stores of positions for tests.
enum PairSamples {
  /// A side whose documents hold these tokens; entropies run on from document to document.
  static func side(
    _ name: String, tokens: [[Int32]], entropy: [Float]? = nil, ends: [[Int32]]? = nil,
    ids: [String]? = nil, hashes: [String]? = nil
  ) -> PairSide {
    let count = tokens.joined().count
    var positions = StoredPositions()
    positions.document = tokens.enumerated().flatMap { number, tokens in
      tokens.map { _ in Int32(number) }
    }
    positions.position = tokens.flatMap { (0..<Int32($0.count)).map { $0 } }
    positions.token = tokens.flatMap { $0 }
    positions.endByte = ends?.flatMap { $0 } ?? [Int32](repeating: -1, count: count)
    positions.entropy = entropy ?? (0..<count).map { Float($0) / 8 }
    positions.logProbability = [Float](repeating: -1, count: count)
    let documents = tokens.enumerated().map { number, tokens in
      StoredDocument(
        id: ids?[number] ?? "d\(number)", row: number + 1, sha256: hashes?[number] ?? "h\(number)",
        tokens: tokens.count, lastToken: nil)
    }
    return PairSide(name: name, documents: documents, positions: positions)
  }

  /// Positions with these entropies, `length` a document, with these tokens.
  static func pairs(
    small: [Float], large: [Float], tokens: [Int32]? = nil, length: Int = 1
  ) throws -> PairedPositions {
    let ids = tokens ?? [Int32](repeating: 7, count: small.count)
    let documents = stride(from: 0, to: small.count, by: length).map { first in
      Array(ids[first..<min(small.count, first + length)])
    }
    return try PairedPositions(
      small: side("small.store", tokens: documents, entropy: small),
      large: side("large.store", tokens: documents, entropy: large))
  }

  /// Documents of positions whose class depends on their token and, weakly, on the entropy.
  static func random(documents: Int, length: Int = 40, seed: UInt64 = 3) throws -> PairedPositions {
    var generator = RandomGenerator(seed: seed)
    var (small, large, tokens): ([Float], [Float], [Int32]) = ([], [], [])
    for _ in 0..<documents * length {
      let token = Int32(generator.integer(below: 30))
      let entropy = 1.5 + 2 * generator.uniform()
      let isAleatoric = generator.uniform() < 0.15 + Double(token) / 50 + 0.4 * (entropy - 2.5)
      small.append(Float(entropy))
      large.append(
        Float(isAleatoric ? entropy + 0.3 * (generator.uniform() - 0.5) : generator.uniform()))
      tokens.append(token)
    }
    return try pairs(small: small, large: large, tokens: tokens, length: length)
  }
}
