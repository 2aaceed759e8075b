import Foundation
import LanguageModels
import TensorFiles
import TestSupport
import Testing
import TextFiles

/// Tokenizers from the metadata of GGUF files.
@Suite struct TokenizerGGUFTests {
  @Test(.enabled(if: InstalledModels.smolLM2 != nil))
  func smolLM2() throws {
    let path = try #require(InstalledModels.smolLM2)
    let tokenizer = try Tokenizer.load(path: path)
    try check(tokenizer, "smollm2-135m-instruct-q4_1")
    #expect(tokenizer.vocabularySize == 49152 && !tokenizer.addsBeginningOfText)
    #expect(tokenizer.beginningOfText == 1 && tokenizer.endOfText == 2)
  }

  @Test(.enabled(if: InstalledModels.gemma3 != nil))
  func gemma3() throws {
    let path = try #require(InstalledModels.gemma3)
    let tokenizer = try Tokenizer.load(path: path)
    try check(tokenizer, "gemma-3-270m-q4_k_m")
    #expect(tokenizer.vocabularySize == 262144 && tokenizer.addsBeginningOfText)
    // Runs of spaces and lines are tokens of their own, found before anything is merged.
    #expect(tokenizer.encode("\n\n    x", addSpecialTokens: false).ids == [108, 140, 236781])
    #expect(tokenizer.piece(140) == "▁▁▁▁" && tokenizer.text(of: 140) == "    ")
  }

  /// The ids of the texts of a golden `meta.json`, and their pieces where it has them.
  private func check(_ tokenizer: Tokenizer, _ folder: String) throws {
    let meta = try JSONValue.load(path: Goldens.path("\(folder)/meta.json"))
    for entry in try #require(meta.array) {
      let text = try #require(entry["text"]?.string)
      let ids = try #require(entry["ids"]?.array).compactMap { $0.int.map { Int32($0) } }
      let encoding = tokenizer.encode(text)
      #expect(encoding.ids == ids)
      if let tokens = entry["tokens"]?.array?.compactMap(\.string) {
        #expect(ids.map { tokenizer.piece($0) } == tokens)
      }
      let plain = tokenizer.encode(text, addSpecialTokens: false)
      #expect(tokenizer.decode(plain.ids) == text)
      #expect(plain.byteOffsets.map(\.count).reduce(0, +) == text.utf8.count)
    }
  }

  /// The same vocabulary through GGUF gives the ids of the tokenizer.json.
  @Test(arguments: [
    ("bytelevel-gpt2", "gpt-2"), ("bytelevel-smollm", "smollm"), ("bytelevel-llama3", "dbrx"),
    ("bytelevel-qwen", "qwen2"),
  ])
  func byteLevelKinds(name: String, kind: String) throws {
    let builder = try byteLevel(name, kind)
    let tokenizer = try builder.withFile { try Tokenizer.load(path: $0) }
    let cases = try #require(
      JSONValue.load(path: Goldens.path("tokenizers/\(name)/cases.json")).array)
    for value in cases { try TokenizerCase(value).check(tokenizer) }
    let variant = try #require(TokenizerVariant.all.first { $0.name == name })
    for golden in variant.cases { golden.check(tokenizer) }
  }

  private func byteLevel(_ name: String, _ kind: String) throws -> TokenizerGGUFBuilder {
    let model = try #require(ReferenceTokenizer.json(name)["model"])
    let members = try #require(model["vocab"]?.object?.members)
    let pieces = members.sorted { ($0.value.int ?? 0) < ($1.value.int ?? 0) }.map(\.key)
    let merges = try #require(model["merges"]?.array).map { pair in
      (pair.array ?? []).compactMap(\.string).joined(separator: " ")
    }
    var builder = TokenizerGGUFBuilder()
    builder["model"] = .text("gpt2")
    builder["pre"] = .text(kind)
    builder["tokens"] = .texts(pieces.map { Array($0.utf8) })
    builder["token_type"] = .integers(pieces.indices.map { $0 < 3 ? 3 : 1 })
    builder["merges"] = .texts(merges.map { Array($0.utf8) })
    return builder
  }

  /// A SentencePiece vocabulary: unknown, ends, a few bytes, pieces with scores, a user's piece.
  private static let sentencePiece: TokenizerGGUFBuilder = {
    var pieces: [(String, Int32, Float)] = [("<unk>", 2, 0), ("<s>", 3, 0), ("</s>", 3, 0)]
    for byte in 256..<512 {
      let digits = String(byte, radix: 16, uppercase: true).dropFirst()
      pieces.append(("<0x\(digits)>", 6, 0))
    }
    pieces += [
      ("▁", 1, -9), ("a", 1, -8), ("b", 1, -8), ("ab", 1, -2), ("▁a", 1, -1), ("ba", 1, -3),
      ("aba", 1, -4), ("  ", 4, 0), ("<tool>", 4, 0),
    ]
    var builder = TokenizerGGUFBuilder()
    builder["model"] = .text("llama")
    builder["tokens"] = .texts(pieces.map { Array($0.0.utf8) })
    builder["token_type"] = .integers(pieces.map(\.1))
    builder["scores"] = .floats(pieces.map(\.2))
    builder["bos_token_id"] = .count(1)
    builder["eos_token_id"] = .count(2)
    builder["unknown_token_id"] = .count(0)
    return builder
  }()

  @Test func sentencePieceMergesTheBestScoreFirst() throws {
    let tokenizer = try TokenizerGGUFTests.sentencePiece.withFile { try Tokenizer.load(path: $0) }
    func pieces(_ text: String) -> [String] {
      tokenizer.encode(text, addSpecialTokens: false).ids.map { tokenizer.piece($0) }
    }
    #expect(pieces("ab") == ["▁a", "b"])
    #expect(pieces("baba") == ["▁", "b", "aba"])
    #expect(pieces("é") == ["▁", "<0xC3>", "<0xA9>"])
    #expect(pieces("a  <tool>b") == ["▁a", "▁▁", "<tool>", "▁", "b"])
    #expect(tokenizer.encode("a</s>").ids == [1, 263, 2])
    #expect(tokenizer.addsBeginningOfText && !tokenizer.addsEndOfText)
    #expect(tokenizer.decode(tokenizer.encode("ab é", addSpecialTokens: false).ids) == "ab é")
    #expect(tokenizer.specialTokens == [0, 1, 2])
  }

  @Test func flagsForTheEndsAndTheSpaceInFront() throws {
    var builder = TokenizerGGUFTests.sentencePiece
    builder["add_bos_token"] = .flag(false)
    builder["add_eos_token"] = .flag(true)
    builder["add_space_prefix"] = .flag(false)
    let tokenizer = try builder.withFile { try Tokenizer.load(path: $0) }
    #expect(tokenizer.encode("ab").ids == [262, 2])
    #expect(tokenizer.encode("ab").byteOffsets == [0..<2, 2..<2])
    #expect(tokenizer.decode([262]) == "ab")
  }

  @Test(arguments: [
    ("model", TokenizerGGUFBuilder.Value?.none, "tokenizer.ggml.model is missing"),
    ("model", .text("rwkv"), "the kind \"rwkv\", which is not built in"),
    ("model", .text("gpt2"), "tokenizer.ggml.merges is missing"),
    ("tokens", .none, "tokens is missing or empty"),
    ("tokens", .texts([]), "tokens is missing or empty"),
    ("tokens", .texts([[0xFF]]), "not UTF-8 (id 0)"),
    ("scores", .floats([1]), "scores is not a list of 268 numbers"),
    ("scores", .none, "scores is not a list of 268 numbers"),
    ("token_type", .integers([1]), "token_type is not a list of 268 whole numbers"),
    ("bos_token_id", .count(400), "bos_token_id is no id of the vocabulary"),
    ("add_bos_token", .count(1), "add_bos_token is not true or false"),
  ])
  func whatIsWrongIsSaid(key: String, value: TokenizerGGUFBuilder.Value?, expected: String) throws {
    var builder = TokenizerGGUFTests.sentencePiece
    builder[key] = value
    let error = try builder.withFile { path in
      #expect(throws: TokenizerError.self) { try Tokenizer.load(path: path) }
    }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "accepted")")
  }

  @Test func damagedBytesNeverCrash() throws {
    let bytes = TokenizerGGUFTests.sentencePiece.bytes
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(state: 11)
    for round in 0..<300 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        damaged[place] = UInt8.random(in: 0...255, using: &generator)
      }
      if round % 3 == 0 { damaged.removeLast(Int.random(in: 1..<bytes.count, using: &generator)) }
      let path = folder.path("damaged.gguf")
      try Data(damaged).write(to: URL(filePath: path))
      guard let tokenizer = try? Tokenizer.load(path: path) else { continue }
      let encoding = tokenizer.encode("ab  aba é<tool>")
      #expect(encoding.ids.count == encoding.byteOffsets.count)
      _ = tokenizer.decode(encoding.ids)
    }
  }

  @Test func unknownPreTokenizersAndMergesAreRefused() throws {
    var builder = try byteLevel("bytelevel-gpt2", "no-such-kind")
    func message() throws -> String {
      let error = try builder.withFile { path in
        #expect(throws: TokenizerError.self) { try Tokenizer.load(path: path) }
      }
      return error?.description ?? "accepted"
    }
    #expect(try message().contains("the pre-tokenizer \"no-such-kind\""))
    builder["pre"] = nil
    builder["merges"] = .texts([Array("Ġ qqqq".utf8)])
    #expect(try message().contains("needs \"qqqq\", which the vocabulary lacks"))
    builder["merges"] = .texts([Array("nothing".utf8)])
    #expect(try message().contains("merges[0] is not a pair of pieces"))
  }
}
