import Foundation
import LanguageModels
import TestSupport
import Testing
import TextFiles

/// Damaged and unsupported files: each a sentence, none a crash.
@Suite struct TokenizerFileTests {
  /// The smallest byte-pair tokenizer.
  private static let small = #"""
    {"added_tokens":[],"normalizer":null,"pre_tokenizer":null,"post_processor":null,"decoder":null,
    "model":{"type":"BPE","unk_token":"u","vocab":{"a":0,"b":1,"ab":2,"u":3},"merges":["a b"]}}
    """#

  private static func message(of json: String) -> String {
    do {
      _ = try Tokenizer(json: JSONValue.parse(json), source: "test.json")
      return "accepted"
    } catch {
      return "\(error)"
    }
  }

  private static func message(replacing old: String, with new: String) -> String {
    #expect(small.contains(old))
    return message(of: small.replacing(old, with: new))
  }

  @Test func theSmallTokenizerWorks() throws {
    let tokenizer = try Tokenizer(json: JSONValue.parse(TokenizerFileTests.small))
    #expect(tokenizer.encode("abx").ids == [2, 3])
    #expect(tokenizer.encode("").ids.isEmpty)
  }

  @Test(arguments: [
    (#""model""#, #""modal""#, "has no \"model\""),
    (#"["a b"]"#, #"["a c"]"#, "needs \"c\", which the vocabulary lacks"),
    (#"["a b"]"#, #"["b a"]"#, "needs \"ba\", which the vocabulary lacks"),
    (#"["a b"]"#, #"["ab"]"#, "is not a pair of pieces"),
    (#"["a b"]"#, #"[["a","b","c"]]"#, "is not a pair of pieces"),
    (#"["a b"]"#, #"{"a":"b"}"#, "is not a list"),
    (#""ab":2"#, #""ab":1"#, "gives the id 1 to both \"b\" and \"ab\""),
    (#""ab":2"#, #""ab":-2"#, "gives \"ab\" no valid id"),
    (#""ab":2"#, #""ab":4000000000"#, "gives \"ab\" no valid id"),
    // Below the largest id there may be, but with all ids before it the file would take 1 GB.
    (#""ab":2"#, #""ab":16000000"#, "gives \"ab\" no valid id"),
    (#""ab":2"#, #""a":2"#, "\"a\""),
    (#""unk_token":"u""#, #""unk_token":"w""#, "which the vocabulary lacks"),
    (#""BPE""#, #""WordPiece""#, "the model WordPiece, which is not built in"),
    (#""BPE""#, "7", "is not text"),
    (
      #""normalizer":null"#, #""normalizer":{"type":"BertNormalizer"}"#,
      "the normaliser BertNormalizer"
    ),
    (#""normalizer":null"#, #""normalizer":{"type":"Prepend"}"#, "has no \"prepend\""),
    (#""normalizer":null"#, #""normalizer":"NFC""#, "has no \"type\""),
    (#""decoder":null"#, #""decoder":{"type":"CTC"}"#, "the decoder CTC"),
    (#""post_processor":null"#, #""post_processor":{"type":"X"}"#, "the post-processor X"),
    // Found by fuzzing: the model would have been asked for a token that it does not have.
    (
      #""post_processor":null"#,
      #""post_processor":{"type":"BertProcessing","cls":["u",3],"sep":["x",4]}"#,
      "adds the token 4, which the vocabulary lacks"
    ),
    (
      #""pre_tokenizer":null"#, #""pre_tokenizer":{"type":"BertPreTokenizer"}"#, "the pre-tokenizer"
    ),
    (
      #""pre_tokenizer":null"#,
      #""pre_tokenizer":{"type":"Split","pattern":{"Regex":"[x-z]+?"},"behavior":"Isolated"}"#,
      "the regular expression [x-z]+? (known ones: GPT-2"
    ),
    (#""added_tokens":[]"#, #""added_tokens":[{"id":5}]"#, "has no \"content\""),
    (#""added_tokens":[]"#, #""added_tokens":[{"id":-5,"content":"x"}]"#, "which is no token id"),
    (#""added_tokens":[]"#, #""added_tokens":{"a":1}"#, "is not a list"),
  ])
  func whatIsWrongIsSaid(old: String, new: String, expected: String) {
    let message = TokenizerFileTests.message(replacing: old, with: new)
    #expect(message.contains(expected), Comment(rawValue: message))
    #expect(!message.contains("Optional("))
  }

  @Test func aFileCutOffAnywhereIsRefused() throws {
    let text = try String(
      contentsOfFile: Goldens.path("tokenizers/unigram-metaspace/tokenizer.json"), encoding: .utf8)
    let bytes = Array(text.utf8)
    for count in stride(from: 0, to: bytes.count - 1, by: bytes.count / 40) {
      #expect(throws: (any Error).self) {
        try Tokenizer(json: JSONValue.parse(Array(bytes.prefix(count))))
      }
    }
  }

  /// Every value of a small file replaced by something else: an error or a tokenizer, never a crash.
  @Test(arguments: ["sentencepiece-bpe-llama2", "unigram-metaspace", "bytelevel-llama3"])
  func valuesOfTheWrongKind(name: String) throws {
    var json = try ReferenceTokenizer.json(name)
    json["added_tokens"] = .array(Array((json["added_tokens"]?.array ?? []).prefix(3)))
    var refused = 0
    for wrong in [JSONValue.null, .integer(-1), .number(1e300), "x", [], [:], .bool(true)] {
      for (key, value) in json.members where key != "model" {
        for changed in TokenizerFileTests.mutations(of: value, to: wrong) {
          var copy = json
          copy[key] = changed
          copy["model"] = TokenizerFileTests.tinyModel
          do {
            let tokenizer = try Tokenizer(json: .object(copy))
            _ = tokenizer.decode(tokenizer.encode("ab  ab <s> é").ids)
          } catch let error as TokenizerError {
            #expect(error.description.hasSuffix("."))
            refused += 1
          }
        }
      }
    }
    #expect(refused > 50)
  }

  private static let tinyModel: JSONValue = [
    "type": "BPE", "vocab": ["a": 0, "b": 1, "ab": 2], "merges": ["a b"],
  ]

  /// The value with one of its parts, at any depth, replaced.
  private static func mutations(of value: JSONValue, to wrong: JSONValue) -> [JSONValue] {
    var result = [wrong]
    switch value {
    case .array(let items):
      for (i, item) in items.enumerated() {
        for changed in mutations(of: item, to: wrong) {
          var copy = items
          copy[i] = changed
          result.append(.array(copy))
        }
      }
    case .object(let object):
      for (key, item) in object.members {
        for changed in mutations(of: item, to: wrong) {
          var copy = object
          copy[key] = changed
          result.append(.object(copy))
        }
      }
    default: break
    }
    return result
  }

  @Test func pathsWithoutATokenizer() throws {
    let missing = #expect(throws: TokenizerError.self) {
      try Tokenizer.load(path: "/no/such/place")
    }
    #expect(missing?.description.contains("does not exist") == true)
    let folder = try TemporaryFolder()
    let other = try folder.write("x", to: "tokenizer.model")
    for path in [other, folder.path] {
      let error = #expect(throws: TokenizerError.self) { try Tokenizer.load(path: path) }
      #expect(error?.description.contains("save the tokenizer as tokenizer.json first") == true)
    }
    let empty = #expect(throws: TokenizerError.self) {
      try Tokenizer.load(path: Goldens.path("tokenizers"))
    }
    #expect(empty?.description.contains("neither tokenizer.json nor a GGUF file") == true)
  }

  @Test func theFilesBesideTokenizerFileNameTheEndsOfAText() throws {
    let folder = try TemporaryFolder()
    try folder.write(TokenizerFileTests.small, to: "tokenizer.json")
    try folder.write(
      #"{"bos_token":"a","eos_token":{"content":"ab","lstrip":false}}"#, to: "tokenizer_config.json"
    )
    let tokenizer = try Tokenizer.load(path: folder.path)
    #expect(tokenizer.beginningOfText == 0 && tokenizer.endOfText == 2)
    #expect(!tokenizer.addsBeginningOfText)
  }
}
