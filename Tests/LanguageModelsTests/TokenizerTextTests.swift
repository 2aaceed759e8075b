import LanguageModels
import TestSupport
import Testing
import TextFiles

/// Properties that hold for any text.
@Suite struct TokenizerTextTests {
  private static let odd = [
    "", " ", "\n", "\r\n\r\n", "  a  b  ", "e\u{301}\u{323} é", "👩‍👩‍👧‍👦 🇯🇵", "\u{0}\u{1}\u{7F}\u{FEFF}",
    "\u{378}\u{E0001}\u{10FFFF}", "日本語 العربية हिन्दी", "a\u{301}\u{301}\u{301}", "ab\u{2028}\u{85}c",
  ]

  @Test(arguments: [
    "bytelevel-gpt2", "bytelevel-llama3", "bytelevel-smollm", "sentencepiece-bpe-gemma",
  ])
  func decodingGivesTheTextAgain(name: String) throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/\(name)"))
    for text in TokenizerTextTests.odd {
      let ids = tokenizer.encode(text, addSpecialTokens: false).ids
      #expect(Array(tokenizer.decode(ids).utf8) == Array(text.utf8))
      #expect(tokenizer.decodeBytes(ids) == Array(text.utf8))
    }
  }

  @Test(arguments: ReferenceTokenizer.names.filter { $0 != "unigram-metaspace" })
  func rangesDivideTheTextExactly(name: String) throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/\(name)"))
    // Composition under NFC and a visible space in front of the text make ranges overlap.
    let isPlain = name != "bytelevel-qwen" && name != "sentencepiece-bpe-llama2"
    for text in TokenizerTextTests.odd {
      let encoding = tokenizer.encode(text, addSpecialTokens: false)
      var end = 0
      for range in encoding.byteOffsets {
        #expect(range.lowerBound >= 0 && range.upperBound <= text.utf8.count)
        if isPlain {
          #expect(range.lowerBound == end)
          end = range.upperBound
        }
      }
      if isPlain { #expect(end == text.utf8.count) }
    }
  }

  @Test func aTokenThatIsPartOfACharacterHasARangeOfBytes() throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/bytelevel-gpt2"))
    let encoding = tokenizer.encode("東京", addSpecialTokens: false)
    #expect(encoding.byteOffsets == [0..<1, 1..<4, 4..<6])
    #expect(tokenizer.decodeBytes([encoding.ids[0]]) == [0xE6])
    #expect(tokenizer.decode([encoding.ids[0]]) == "\u{FFFD}")
  }

  @Test func specialTokensAroundATextHaveEmptyRanges() throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/sentencepiece-bpe-llama2"))
    let encoding = tokenizer.encode("abc")
    #expect(encoding.ids.first == 1 && encoding.byteOffsets.first == 0..<0)
    #expect(tokenizer.beginningOfText == 1 && tokenizer.addsBeginningOfText)
    #expect(tokenizer.endOfText == nil && !tokenizer.addsEndOfText)
    #expect(tokenizer.decode(encoding.ids, skipSpecialTokens: true) == "abc")
    #expect(tokenizer.decode(encoding.ids) == "<s> abc")
  }

  /// What stands in a plain range is text, whatever it looks like; the rest is read as always.
  @Test(arguments: ["bytelevel-smollm", "sentencepiece-bpe-gemma", "bytelevel-llama3"])
  func plainRangesHoldNoSpecialTokens(name: String) throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/\(name)"))
    let special = try #require(
      tokenizer.specialTokens.first { tokenizer.decode([$0]) == tokenizer.piece($0) })
    let mark = tokenizer.piece(special)
    let text = "a \(mark) b \(mark)"
    let start = 2 + mark.utf8.count
    func count(_ plain: [Range<Int>]) -> Int {
      let ids = tokenizer.encode(text, addSpecialTokens: false, plain: plain).ids
      #expect(tokenizer.decode(ids) == text)
      return ids.count { $0 == special }
    }
    #expect(count([]) == 2 && tokenizer.holdsSpecialTokens(text))
    #expect(count([0..<1, start - 1..<start]) == 1)
    #expect(count([0..<text.utf8.count]) == 0)
    #expect(count([0..<2, start..<start + 3]) == 2)
    #expect(!tokenizer.holdsSpecialTokens("a b \(mark.dropLast())"))
  }

  @Test func canonicallyEqualTextsStayApart() throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/bytelevel-gpt2"))
    #expect(tokenizer.encode("é").ids != tokenizer.encode("e\u{301}").ids)
  }

  @Test func bytesMustBeUTF8() throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/bytelevel-gpt2"))
    #expect(try tokenizer.encode(utf8: Array("aé".utf8)) == tokenizer.encode("aé"))
    let broken: [([UInt8], Int)] = [
      ([0x61, 0xFF], 1), ([0x61, 0xC3], 1), ([0xE6, 0x9D], 0), ([0xED, 0xA0, 0x80], 0),
      ([0xC0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF0, 0x80, 0x80, 0x80], 0),
      (Array(repeating: 0x61, count: 20) + [0x80], 20),
    ]
    for (bytes, offset) in broken {
      #expect(throws: TokenizerError.invalidUTF8(byteOffset: offset)) {
        try tokenizer.encode(utf8: bytes)
      }
    }
  }

  @Test func idsOutsideTheVocabularyAreLeftOut() throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/bytelevel-gpt2"))
    #expect(tokenizer.decode([-1, 42, 1_000_000, .max]) == "H")
    #expect(tokenizer.piece(-1).isEmpty && tokenizer.text(of: .max).isEmpty)
    #expect(tokenizer.vocabularySize == 1500)
  }

  @Test func piecesTextsAndIds() throws {
    let bytes = try Tokenizer.load(path: Goldens.path("tokenizers/bytelevel-gpt2"))
    let the = try #require(bytes.id(ofPiece: "Ġthe"))
    #expect(bytes.piece(the) == "Ġthe" && bytes.text(of: the) == " the")
    #expect(bytes.id(ofPiece: "<|im_end|>") == 2 && bytes.specialTokens == [0, 1, 2])
    let gemma = try Tokenizer.load(path: Goldens.path("tokenizers/sentencepiece-bpe-gemma"))
    let newline = try #require(gemma.id(ofPiece: "<0x0A>"))
    #expect(gemma.piece(newline) == "<0x0A>" && gemma.text(of: newline) == "\n")
    let space = try #require(gemma.id(ofPiece: "▁"))
    #expect(gemma.text(of: space) == " " && gemma.id(ofPiece: "no such piece") == nil)
  }

  /// A quadratic merge loop would take minutes here.
  @Test(arguments: ReferenceTokenizer.names)
  func aMegabyteWithoutASpace(name: String) throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/\(name)"))
    for unit in ["a", "ab", " ", "\u{301}\u{323}"] {
      let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
      let start = ContinuousClock.now
      let encoding = tokenizer.encode(text, addSpecialTokens: false)
      #expect(!encoding.ids.isEmpty)
      #expect(ContinuousClock.now - start < .seconds(20))
    }
  }

  @Test func manyTasksShareATokenizer() async throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/bytelevel-llama3"))
    let text = String(repeating: "The quick brown fox, 123 ", count: 500)
    let expected = tokenizer.encode(text)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 { group.addTask { tokenizer.encode(text) == expected } }
      for await isSame in group { #expect(isSame) }
    }
  }
}
