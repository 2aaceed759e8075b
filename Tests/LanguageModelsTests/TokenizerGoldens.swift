import LanguageModels
import TestSupport
import Testing
import TextFiles

/// The tokenizers of `Tests/Goldens/tokenizers`.
enum ReferenceTokenizer {
  static let names = [
    "bytelevel-gpt2", "bytelevel-llama3", "bytelevel-qwen", "bytelevel-smollm",
    "sentencepiece-bpe-gemma", "sentencepiece-bpe-llama2", "unigram-metaspace",
  ]

  static func json(_ name: String) throws -> JSONObject {
    let value = try JSONValue.load(path: Goldens.path("tokenizers/\(name)/tokenizer.json"))
    return try #require(value.object)
  }
}

/// What the reference library makes of one text.
struct TokenizerCase: Sendable {
  let text: String
  let ids: [Int32]
  let idsWithSpecialTokens: [Int32]
  /// Ranges in characters, nil where they are not compared.
  let offsets: [Range<Int>]?
  let decoded: String
}

extension TokenizerCase {
  /// A case of a `cases.json`.
  init(_ value: JSONValue) throws {
    text = try #require(value["text"]?.string)
    ids = try TokenizerCase.ids(value["ids"])
    idsWithSpecialTokens = try TokenizerCase.ids(value["ids_with_special_tokens"])
    offsets = try #require(value["offsets_chars"]?.array).map { pair in
      let start = try #require(pair[0]?.int)
      let end = try #require(pair[1]?.int)
      return start..<end
    }
    decoded = try #require(value["decoded"]?.string)
  }

  /// A case of `tokenizer-variants.json`, whose texts stand apart.
  init(_ value: JSONValue, texts: [JSONValue]) throws {
    let place = try #require(value["text"]?.int)
    text = try #require(texts[place].string)
    ids = try TokenizerCase.ids(value["ids"])
    idsWithSpecialTokens =
      try value["ids_with_special_tokens"].map { try TokenizerCase.ids($0) } ?? ids
    decoded = value["decoded"]?.string ?? text
    if let numbers = value["ranges"]?.array?.compactMap(\.int) {
      var last = 0
      offsets = stride(from: 0, to: numbers.count, by: 2).map {
        let start = last + numbers[$0]
        last = start + numbers[$0 + 1]
        return start..<last
      }
    } else {
      offsets = nil
    }
  }

  private static func ids(_ value: JSONValue?) throws -> [Int32] {
    try #require(value?.array).map { id in
      let number = try #require(id.int)
      return Int32(number)
    }
  }

  /// Compares a tokenizer with the reference, text by its bytes.
  func check(_ tokenizer: Tokenizer) {
    let encoding = tokenizer.encode(text, addSpecialTokens: false)
    let note = Comment(rawValue: text.debugDescription)
    #expect(encoding.ids == ids, note)
    #expect(tokenizer.encode(text).ids == idsWithSpecialTokens, note)
    #expect(Array(tokenizer.decode(ids).utf8) == Array(decoded.utf8), note)
    if let offsets {
      let characters = CharacterOffsets(text)
      #expect(encoding.byteOffsets.map { characters.touched(by: $0) } == offsets, note)
    }
  }
}

/// The characters (Unicode scalars) of a text by the place of their bytes.
struct CharacterOffsets {
  private let characters: [Int]

  init(_ text: String) {
    var characters: [Int] = []
    for (i, scalar) in text.unicodeScalars.enumerated() {
      characters += Array(repeating: i, count: String(scalar).utf8.count)
    }
    self.characters = characters + [text.unicodeScalars.count]
  }

  /// The characters that a range of bytes touches; an empty range stays empty.
  func touched(by bytes: Range<Int>) -> Range<Int> {
    if bytes.isEmpty { return characters[bytes.lowerBound]..<characters[bytes.lowerBound] }
    return characters[bytes.lowerBound]..<characters[bytes.upperBound - 1] + 1
  }
}

/// A reference tokenizer with some members set anew.
struct TokenizerVariant: Sendable, CustomTestStringConvertible {
  let name: String
  let base: String
  let members: JSONObject
  let model: JSONObject
  let cases: [TokenizerCase]

  var testDescription: String { name }

  /// All of `tokenizer-variants.json`; empty (and reported by a test) when it cannot be read.
  static let all: [TokenizerVariant] = (try? load()) ?? []

  private static func load() throws -> [TokenizerVariant] {
    let file = try JSONValue.load(path: Goldens.path("tokenizer-variants.json"))
    let texts = try #require(file["texts"]?.array)
    return try #require(file["variants"]?.array).map { value in
      TokenizerVariant(
        name: try #require(value["name"]?.string), base: try #require(value["base"]?.string),
        members: try #require(value["set"]?.object), model: try #require(value["model"]?.object),
        cases: try #require(value["cases"]?.array).map { try TokenizerCase($0, texts: texts) })
    }
  }

  func tokenizer() throws -> Tokenizer {
    var json = try ReferenceTokenizer.json(base)
    for (key, value) in members.members { json[key] = value }
    var model = try #require(json["model"]?.object)
    for (key, value) in self.model.members { model[key] = value }
    json["model"] = .object(model)
    return try Tokenizer(json: .object(json), source: name)
  }
}
