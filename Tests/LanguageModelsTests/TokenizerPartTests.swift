import TestSupport
import Testing
import TextFiles

@testable import LanguageModels

/// The steps of a tokenizer alone.
@Suite struct TokenizerPartTests {
  private static func text(_ text: String) -> AlignedText {
    Array(text.utf8).withUnsafeBufferPointer { AlignedText($0, base: 0) }
  }

  private static func string(_ text: AlignedText) -> String {
    String(decoding: text.bytes, as: UTF8.self)
  }

  /// Foundation is no oracle here: in Swift 6.3 it composes U+21F39 with U+0301 to a Greek letter.
  @Test(arguments: [
    ("NFC", UnicodeForm.nfc), ("NFD", .nfd), ("NFKC", .nfkc), ("NFKD", .nfkd),
  ])
  func normalFormsOfEveryCharacter(name: String, form: UnicodeForm) throws {
    let golden = try JSONValue.load(path: Goldens.path("normal-forms.json"))
    var checksum = CRC32()
    for base in stride(from: 0x20, to: 0x30000, by: 0x1000) {
      var lines = String.UnicodeScalarView()
      for value in base..<min(base + 0x1000, 0x30000) {
        guard let scalar = Unicode.Scalar(value) else { continue }
        lines.append(contentsOf: [scalar, "\n", "a", scalar, "\u{301}", "\n"])
        lines.append(contentsOf: [scalar, "\u{323}", "\u{301}", "\n"])
      }
      checksum.add(form.apply(to: TokenizerPartTests.text(String(lines))).bytes)
    }
    #expect(Int(checksum.value) == golden[name]?.int)
  }

  @Test func alignmentSurvivesSteps() {
    let steps = Normalizer.sequence([
      .nmt, .form(.nfkc), .replace(.repeated([0x20], atLeast: 2), with: [0x20]),
    ])
    let result = steps.apply(to: TokenizerPartTests.text("ﬁ\u{1} \t e\u{301}x"))
    #expect(TokenizerPartTests.string(result) == "fi éx")
    // "ﬁ" is 3 bytes, U+0001 one; the run of spaces stands for its last one.
    #expect(result.original(0..<2) == 0..<3)
    #expect(result.original(2..<3) == 6..<7)
    #expect(result.original(3..<5) == 7..<8)
    #expect(result.original(5..<6) == 10..<11)
  }

  @Test func aRunLongerThanAnyTextIsNotFound() throws {
    let pattern = try #require(TextPattern(regex: "é{9223372036854775807,}"))
    let bytes = Array("éé".utf8)
    bytes.withUnsafeBufferPointer {
      #expect(pattern.matches(in: $0, from: 0, to: bytes.count).isEmpty)
      #expect(
        TextPattern.repeated(Array("é".utf8), atLeast: 2)
          .matches(in: $0, from: 0, to: bytes.count) == [0..<4])
    }
  }

  @Test func aLongRunOfMarksIsSortedInTime() {
    let text = "a" + String(repeating: "\u{301}\u{323}", count: 100_000)
    let start = ContinuousClock.now
    let result = UnicodeForm.nfd.apply(to: TokenizerPartTests.text(text))
    #expect(result.bytes.count == text.utf8.count)
    #expect(TokenizerPartTests.string(result).unicodeScalars.dropFirst().first == "\u{323}")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func heapGivesTheLowestRankThenTheLeftmost() {
    var generator = SeededGenerator(state: 3)
    var heap = MergeHeap()
    var items: [(Int32, Int)] = []
    for place in 0..<500 {
      let rank = Int32.random(in: -20...20, using: &generator)
      heap.push(rank: rank, place: place)
      items.append((rank, place))
    }
    for (rank, place) in items.sorted(by: { $0 < $1 }) {
      let top = heap.pop()
      #expect(top?.rank == rank && top?.place == place)
    }
    #expect(heap.pop() == nil)
  }

  /// Both merge loops, and the cutting at seams, give the same tokens.
  @Test(arguments: ["sentencepiece-bpe-llama2", "sentencepiece-bpe-gemma", "bytelevel-qwen"])
  func mergeLoopsAgree(name: String) throws {
    let tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/\(name)"))
    guard case .bytePair(let model) = tokenizer.parts.model else { return }
    var generator = SeededGenerator(state: 5)
    let work = MergeWork()
    for _ in 0..<400 {
      let parts = ["the", "▁", "▁▁", "ing", "é", "東", "1", "\n", "don't", "e", "th", "er", "qu"]
      let count = Int.random(in: 2...30, using: &generator)
      let text = (0..<count).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
      Array(text.utf8).withUnsafeBufferPointer { bytes in
        var few: [WordToken] = []
        var many: [WordToken] = []
        model.encode(bytes, into: &few, with: work, fewSymbols: .max)
        model.encode(bytes, into: &many, with: work, fewSymbols: 0)
        #expect(few == many)
        var stretches: [Int32] = []
        model.forEachStretch(of: 0..<bytes.count, in: bytes) { stretch in
          var tokens: [WordToken] = []
          model.encode(TextBytes(rebasing: bytes[stretch]), into: &tokens, with: work)
          stretches += tokens.map(\.id)
        }
        #expect(stretches == few.map(\.id))
      }
    }
  }

  @Test func hashesOfPrefixesDiffer() {
    let bytes = (0..<64).map { UInt8($0) }
    let hashes = (0...64).map { count in
      bytes.withUnsafeBufferPointer { byteHash(TextBytes(rebasing: $0[..<count])) }
    }
    #expect(Set(hashes).count == 65)
  }

  @Test func theByteAlphabetIsOneToOne() {
    #expect(Set(ByteAlphabet.scalars).count == 256)
    let bytes = (0...255).map { UInt8($0) }
    #expect(ByteAlphabet.bytes(of: ByteAlphabet.piece(of: bytes)) == bytes)
    #expect(ByteAlphabet.bytes(of: Array("a b".utf8)) == nil)
    #expect(bytes.allSatisfy { ByteFallback.byte(of: ByteFallback.piece(of: $0)) == $0 })
  }
}

/// A small generator with a fixed sequence (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

/// The checksum of zlib.
struct CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320
    }
  }
  private var state: UInt32 = .max

  var value: UInt32 { ~state }

  mutating func add(_ bytes: [UInt8]) {
    for byte in bytes {
      state = CRC32.table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8
    }
  }
}
