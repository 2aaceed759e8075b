import TextFiles

/// The ids of a vocabulary by the text that the file gives them.
struct VocabularyIDs: Sendable {
  /// No vocabulary has more ids than this; a larger one is a damaged file.
  static let largest: Int32 = 1 << 24

  private let written: Vocabulary
  let pieces: [[UInt8]]

  /// Places without a piece are nil.
  init(_ pieces: [[UInt8]?]) {
    self.pieces = pieces.map { $0 ?? [] }
    written = Vocabulary(pieces: self.pieces) { pieces[$0] != nil }
  }

  func id(of text: [UInt8]) -> Int32? { written.id(of: text) }
}

extension ConfigurationField {
  func tokenModel(
    isByteLevel: Bool
  ) throws(TokenizerError) -> (model: TokenModel, verbatim: Set<Int32>, ids: VocabularyIDs) {
    let kind = try self["type"]?.string() ?? (self["merges"] == nil ? "Unigram" : "BPE")
    switch kind {
    case "BPE": return try bytePairModel(isByteLevel: isByteLevel)
    case "Unigram":
      let (model, ids) = try unigramModel()
      return (.unigram(model), [], ids)
    case "WordLevel":
      if isByteLevel { throw unsupported("a word-level model on bytes") }
      let ids = VocabularyIDs(try numberedPieces())
      let model = WordLevelModel(
        vocabulary: Vocabulary(pieces: ids.pieces) { !ids.pieces[$0].isEmpty },
        unknown: try required("unk_token").token(in: ids))
      return (.wordLevel(model), [], ids)
    default: throw unsupported("the model \(kind)")
    }
  }

  private func bytePairModel(
    isByteLevel: Bool
  ) throws(TokenizerError) -> (model: TokenModel, verbatim: Set<Int32>, ids: VocabularyIDs) {
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let field = self[key], try !field.string().isEmpty {
        throw field.unsupported("\"\(try field.string())\"")
      }
    }
    let ids = VocabularyIDs(try numberedPieces())
    let merges = try mergeTable(ids)
    var verbatim: Set<Int32> = []
    var vocabulary = ids.pieces
    if isByteLevel { verbatim = translateToBytes(&vocabulary) }
    let unknown = try self["unk_token"]?.token(in: ids)
    let model = BytePairModel(
      vocabulary: Vocabulary(pieces: vocabulary) {
        !vocabulary[$0].isEmpty && !verbatim.contains(Int32($0))
      }, merges: .table(merges), isByteLevel: isByteLevel,
      hasByteFallback: try flag("byte_fallback"), unknown: unknown,
      fusesUnknown: try flag("fuse_unk"), ignoresMerges: try flag("ignore_merges"))
    return (.bytePair(model), verbatim, ids)
  }

  /// A piece by its text, as its id.
  private func token(in ids: VocabularyIDs) throws(TokenizerError) -> Int32 {
    let text = try string()
    guard let id = ids.id(of: Array(text.utf8)) else {
      throw malformed("is \"\(text)\", which the vocabulary lacks")
    }
    return id
  }

  /// The pieces of `"vocab": {"piece": id}` by id.
  private func numberedPieces() throws(TokenizerError) -> [[UInt8]?] {
    let field = try required("vocab")
    guard let members = field.value.object?.members else {
      throw field.malformed("is not an object of pieces and ids")
    }
    var pieces = [[UInt8]?](repeating: nil, count: members.count)
    // Vocabularies have few gaps: one far id must not take the memory of all those before it.
    let largest = min(Int(VocabularyIDs.largest), 4 * members.count + 1 << 16)
    for (piece, value) in members {
      guard let id = value.int, id >= 0, id < largest else {
        throw field.malformed("gives \"\(piece)\" no valid id")
      }
      while pieces.count <= id { pieces.append(nil) }
      if let other = pieces[id] {
        let first = String(decoding: other, as: UTF8.self)
        throw field.malformed("gives the id \(id) to both \"\(first)\" and \"\(piece)\"")
      }
      pieces[id] = Array(piece.utf8)
    }
    return pieces
  }

  /// The merges, each `"a b"` or `["a", "b"]`, in the order of their rank.
  private func mergeTable(_ ids: VocabularyIDs) throws(TokenizerError) -> MergeTable {
    let field = try required("merges")
    guard let merges = field.value.array else { throw field.malformed("is not a list") }
    var table = MergeTable(capacity: merges.count)
    for (rank, value) in merges.enumerated() {
      let problem: String
      if let merge = MergePair(value) {
        if let failure = merge.add(to: &table, rank: rank, ids) {
          problem = failure
        } else {
          continue
        }
      } else {
        problem = "is not a pair of pieces"
      }
      throw .malformed(source: source, place: "\(field.place)[\(rank)]", problem: problem)
    }
    return table
  }

  private func unigramModel() throws(TokenizerError) -> (UnigramModel, VocabularyIDs) {
    let field = try required("vocab")
    guard let entries = field.value.array, !entries.isEmpty else {
      throw field.malformed("is not a list of pieces and scores")
    }
    var pieces: [[UInt8]?] = []
    var scores: [Double] = []
    for (i, entry) in entries.enumerated() {
      guard let pair = entry.array, pair.count == 2, let piece = pair[0].string,
        let score = pair[1].double
      else {
        throw .malformed(
          source: source, place: "\(field.place)[\(i)]", problem: "is not a piece and its score")
      }
      pieces.append(Array(piece.utf8))
      scores.append(score)
    }
    guard pieces.reduce(0, { $0 + ($1?.count ?? 0) }) < PrefixTree.largestTotal else {
      throw field.malformed("has pieces of more than 16 MB")
    }
    let ids = VocabularyIDs(pieces)
    guard let unknown = self["unk_id"] else {
      throw unsupported("a unigram model without \"unk_id\"")
    }
    let id = try unknown.tokenID()
    guard id < entries.count else { throw unknown.malformed("is \(id), beyond the vocabulary") }
    let model = UnigramModel(
      vocabulary: Vocabulary(pieces: ids.pieces), scores: scores, unknown: id,
      hasByteFallback: try flag("byte_fallback"))
    return (model, ids)
  }
}

/// Turns pieces in GPT-2's visible letters into bytes; gives the ids of those that are not.
func translateToBytes(_ pieces: inout [[UInt8]]) -> Set<Int32> {
  var verbatim: Set<Int32> = []
  for i in pieces.indices {
    if let bytes = ByteAlphabet.bytes(of: pieces[i]) {
      pieces[i] = bytes
    } else {
      verbatim.insert(Int32(i))
    }
  }
  return verbatim
}

/// The two pieces of a merge.
struct MergePair {
  let left: [UInt8]
  let right: [UInt8]

  /// `"a b"` or `["a", "b"]`.
  init?(_ value: JSONValue) {
    var parts = value.array?.compactMap { $0.string.map { Array($0.utf8) } } ?? []
    if let text = value.string { parts = MergePair.divided(Array(text.utf8)) }
    self.init(parts)
  }

  /// `a b`.
  init?(text: [UInt8]) { self.init(MergePair.divided(text)) }

  private init?(_ parts: [[UInt8]]) {
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    left = parts[0]
    right = parts[1]
  }

  private static func divided(_ text: [UInt8]) -> [[UInt8]] {
    text.split(separator: 0x20, omittingEmptySubsequences: false).map { Array($0) }
  }

  /// Adds the merge to a table; gives what is wrong when a piece is not in the vocabulary.
  func add(to table: inout MergeTable, rank: Int, _ ids: VocabularyIDs) -> String? {
    var found: [Int32] = []
    for piece in [left, right, left + right] {
      guard let id = ids.id(of: piece) else {
        return "needs \"\(String(decoding: piece, as: UTF8.self))\", which the vocabulary lacks"
      }
      found.append(id)
    }
    table.set(found[0], found[1], to: Merge(rank: Int32(rank), token: found[2]))
    return nil
  }
}
