public import TextFiles

/// The words of a world; a word's id is its place.
///
/// Words hold no white space, and a text is its words with single spaces between them, so texts and
/// ids are the same thing.
public struct WordVocabulary: Sendable, Equatable {
  /// All words by id, the special ones first.
  public let words: [String]
  private let ids: [String: Int32]

  /// The text of the token that stands for any word that is not in the vocabulary; id 0.
  public static let unknownWord = "<unk>"
  /// The text of the token in front of every document; id 1.
  public static let beginningWord = "<s>"
  /// The id of the beginning-of-text token.
  public static let beginning: Int32 = 1

  /// The special words, then these; throws when a word comes twice.
  init(_ ordinary: [String]) throws(WorldsError) {
    words = [Self.unknownWord, Self.beginningWord] + ordinary
    var ids: [String: Int32] = [:]
    for (id, word) in words.enumerated() {
      guard ids.updateValue(Int32(id), forKey: word) == nil else {
        throw .badSetting("The word \"\(word)\" has two meanings in this world.")
      }
    }
    self.ids = ids
  }

  /// The number of ids.
  public var count: Int { words.count }

  /// The id of a word, nil when it is none of this vocabulary.
  public func id(of word: String) -> Int32? { ids[word] }

  /// The text of tokens, without the beginning-of-text token.
  public func text(of tokens: [Int32]) -> String {
    tokens.filter { $0 != Self.beginning }.map { words[Int($0)] }.joined(separator: " ")
  }

  /// The ids of a text, the beginning-of-text token in front.
  public func tokens(of text: String) -> [Int32] {
    [Self.beginning] + text.split(separator: " ").map { ids[String($0)] ?? 0 }
  }
}

extension WordVocabulary {
  /// The contents of a `tokenizer.json` (Hugging Face's WordLevel model, cut at white space, the
  /// beginning-of-text token added in front).
  public var tokenizer: JSONValue {
    let special: [JSONValue] = [Self.unknownWord, Self.beginningWord].enumerated().map { id, word in
      [
        "id": .integer(Int64(id)), "content": .string(word), "single_word": false, "lstrip": false,
        "rstrip": false, "normalized": false, "special": true,
      ]
    }
    let vocabulary = words.enumerated().map { ($1, JSONValue.integer(Int64($0))) }
    let beginning: JSONValue = [
      "SpecialToken": ["id": .string(Self.beginningWord), "type_id": 0]
    ]
    func sequence(_ name: String, type: Int64) -> JSONValue {
      ["Sequence": ["id": .string(name), "type_id": .integer(type)]]
    }
    return [
      "version": "1.0", "truncation": nil, "padding": nil, "added_tokens": .array(special),
      "normalizer": nil, "pre_tokenizer": ["type": "WhitespaceSplit"],
      "post_processor": [
        "type": "TemplateProcessing", "single": [beginning, sequence("A", type: 0)],
        "pair": [beginning, sequence("A", type: 0), sequence("B", type: 1)],
        "special_tokens": [
          "<s>": ["id": "<s>", "ids": [.integer(Int64(Self.beginning))], "tokens": ["<s>"]]
        ],
      ],
      "decoder": nil,
      "model": [
        "type": "WordLevel", "vocab": .object(JSONObject(vocabulary)),
        "unk_token": .string(Self.unknownWord),
      ],
    ]
  }

  /// The contents of the `tokenizer_config.json` beside it, which names the special tokens.
  public var tokenizerConfiguration: JSONValue {
    [
      "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": .string(Self.beginningWord),
      "unk_token": .string(Self.unknownWord), "clean_up_tokenization_spaces": false,
    ]
  }
}
