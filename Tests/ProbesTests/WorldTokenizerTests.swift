import LanguageModels
import TestSupport
import Testing
import TextFiles
import Worlds

/// A world's `tokenizer.json` gives the ids that the world speaks in.
@Suite struct WorldTokenizerTests {
  @Test func textsAndIDsAreTheSame() throws {
    let worlds: [any World] = [try FactsAndCoins(), try BitQuestions()]
    for world in worlds {
      let folder = try TemporaryFolder()
      try folder.write(world.vocabulary.tokenizer.serialized(), to: "tokenizer.json")
      try folder.write(
        world.vocabulary.tokenizerConfiguration.serialized(), to: "tokenizer_config.json")
      let tokenizer = try Tokenizer.load(path: folder.path)
      #expect(tokenizer.vocabularySize == world.vocabulary.count)
      #expect(tokenizer.beginningOfText == WordVocabulary.beginning)
      #expect(tokenizer.addsBeginningOfText)
      for index in 0..<5 {
        let tokens = world.document(index, of: .test, length: 80).tokens
        let text = world.vocabulary.text(of: tokens)
        #expect(tokenizer.encode(text).ids == tokens)
        #expect(tokenizer.decode(tokens, skipSpecialTokens: true) == text)
      }
      #expect(tokenizer.encode("nonsense", addSpecialTokens: false).ids == [0])
    }
  }
}
