import LanguageModels
import TestSupport
import Testing
import TextFiles

/// Vocabularies of whole words, against Hugging Face's `tokenizers`.
@Suite struct WordLevelTests {
  @Test func everyCaseOfBothPreTokenizers() throws {
    let file = try JSONValue.load(path: Goldens.path("word-level.json"))
    let kinds = try #require(file.array)
    #expect(kinds.count == 2)
    for kind in kinds {
      let tokenizer = try Tokenizer(json: kind.member("tokenizer"))
      let cases = try kind.list("cases")
      #expect(cases.count == 56)
      for value in cases { try TokenizerCase(value).check(tokenizer) }
    }
  }

  @Test func textAndIdsRoundTrip() throws {
    let tokenizer = try Tokenizer(json: JSONValue.parse(WordLevelTests.small))
    let text = "the cat sat on the mat ."
    #expect(tokenizer.encode(text).ids == [1, 2, 3, 4, 1, 5, 6])
    #expect(tokenizer.decode([1, 2, 3, 4, 1, 5, 6]) == text)
    #expect(tokenizer.encode("the dog").ids == [1, 0])
    #expect(tokenizer.id(ofPiece: "mat") == 5 && tokenizer.piece(5) == "mat")
  }

  @Test(arguments: [
    (#""unk_token":"?""#, #""unk_token":"!""#, "which the vocabulary lacks"),
    (#""unk_token":"?","#, "", "has no \"unk_token\""),
    (#""cat":2"#, #""cat":1"#, "gives the id 1 to both"),
    (#""WhitespaceSplit""#, #""ByteLevel""#, "a word-level model on bytes"),
  ])
  func whatIsWrongIsSaid(old: String, new: String, expected: String) throws {
    #expect(WordLevelTests.small.contains(old))
    let json = try JSONValue.parse(WordLevelTests.small.replacing(old, with: new))
    let error = #expect(throws: TokenizerError.self) { try Tokenizer(json: json) }
    #expect(error?.description.contains(expected) == true)
  }

  private static let small = #"""
    {"added_tokens":[],"normalizer":null,"pre_tokenizer":{"type":"WhitespaceSplit"},
    "post_processor":null,"decoder":null,"model":{"type":"WordLevel","unk_token":"?",
    "vocab":{"?":0,"the":1,"cat":2,"sat":3,"on":4,"mat":5,".":6}}}
    """#
}
