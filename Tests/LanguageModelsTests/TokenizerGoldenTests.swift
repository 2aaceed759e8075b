import LanguageModels
import TestSupport
import Testing
import TextFiles

/// Hugging Face's `tokenizers` on the seven reference tokenizers and on variations of them.
@Suite struct TokenizerGoldenTests {
  @Test(arguments: ReferenceTokenizer.names)
  func everyCaseOfAReferenceTokenizer(name: String) throws {
    let folder = Goldens.path("tokenizers/\(name)")
    let tokenizer = try Tokenizer.load(path: folder)
    let cases = try #require(JSONValue.load(path: "\(folder)/cases.json").array)
    #expect(cases.count == 20)
    for value in cases {
      let golden = try TokenizerCase(value)
      golden.check(tokenizer)
      let tokens = try #require(value["tokens"]?.array).map(\.string)
      let encoding = tokenizer.encode(golden.text, addSpecialTokens: false)
      let pieces = tokenizer.pieces(of: encoding, in: golden.text)
      #expect(pieces.map { Array($0.utf8) } == tokens.map { $0.map { Array($0.utf8) } })
    }
  }

  @Test(arguments: TokenizerVariant.all)
  func oddTexts(variant: TokenizerVariant) throws {
    let tokenizer = try variant.tokenizer()
    for golden in variant.cases { golden.check(tokenizer) }
  }

  @Test func thereAreVariantsForEveryKindOfStep() {
    #expect(TokenizerVariant.all.count == 45)
  }
}
