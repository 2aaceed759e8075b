import TestSupport
import Testing
import TextFiles

@Suite struct JSONReadingTests {
  @Test func readsEveryKindOfValue() throws {
    let value = try JSONValue.parse(
      " {\"a\": [null, true, false, 1, -2.5, \"x\", {}, []],\r\n\t\"b\": {\"c\": 0}} ")
    let expected: JSONValue = [
      "a": [nil, true, false, 1, -2.5, "x", [:], []], "b": ["c": 0],
    ]
    #expect(value == expected)
    #expect(value["a"]?[4]?.double == -2.5)
    #expect(value["b"]?["c"]?.int == 0)
    #expect(value["a"]?[99] == nil)
    #expect(value["a"]?[0]?.isNull == true)
  }

  @Test(arguments: [
    ("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\u{8}\u{C}\n\r\t"), ("\\u0041\\u00e9\\u20AC", "Aé€"),
    ("\\ud83d\\ude00", "😀"), ("x\\u0000y", "x\0y"), ("plain ▁ text 😀", "plain ▁ text 😀"),
    ("\u{7F}\u{2028}", "\u{7F}\u{2028}"),
  ])
  func readsEscapes(text: String, expected: String) throws {
    let value = try JSONValue.parse("\"\(text)\"")
    #expect(value.string.map { Array($0.utf8) } == Array(expected.utf8))
  }

  @Test func keepsCanonicallyEqualKeysApart() throws {
    let value = try JSONValue.parse("{\"caf\\u00e9\": 1, \"cafe\\u0301\": 2}")
    let object = try #require(value.object)
    #expect(object.count == 2)
    #expect(object["caf\u{E9}"]?.int == 1)
    #expect(object["cafe\u{301}"]?.int == 2)
    #expect(JSONValue.string("\u{E9}") != JSONValue.string("e\u{301}"))
  }

  @Test func keepsCarriageReturnAndLineFeedApart() throws {
    let object = try #require(
      try JSONValue.parse("{\"\\r\\n\": 1, \"\\n\": 2, \"\\r\": 3}").object)
    #expect(object["\r\n"]?.int == 1)
    #expect(object["\n"]?.int == 2)
    #expect(object["\r"]?.int == 3)
  }

  @Test func numbersAreThoseOfPython() throws {
    let golden = try JSONValue.load(path: Goldens.path("text-files/numbers.json"))
    for pair in try #require(golden.array) {
      let text = try #require(pair[0]?.string)
      let bits = try #require(UInt64(pair[1]?.string ?? "", radix: 16))
      let found = try #require(try JSONValue.parse(text).double)
      #expect(found.bitPattern == bits, "\(text)")
    }
  }

  @Test func integersAreExactUpTo64Bits() throws {
    #expect(try JSONValue.parse("9223372036854775807") == .integer(.max))
    #expect(try JSONValue.parse("-9223372036854775808") == .integer(.min))
    #expect(try JSONValue.parse("9223372036854775808") == .number(9_223_372_036_854_775_808))
    #expect(try JSONValue.parse("3.0").int == 3)
    #expect(try JSONValue.parse("1e300").int == nil)
  }

  @Test(arguments: [
    "", "  ", "{", "[", "\"", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
    "{a:1}", "{'a':1}", "01", "-", "-x", "1.", ".5", "1e", "1e+", "+1", "0x10", "tru", "nulL",
    "NaN", "-Infinity", "Infinity", "1e999", "-1e400", "[1]]", "{} {}", "\"\\x\"", "\"\\u12g4\"",
    "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"a\nb\"", "\"\t\"",
    "[1,/* no */2]", "\u{0}", "[\u{A0}1]",
  ])
  func refuses(text: String) {
    #expect(throws: TextFilesError.self) { try JSONValue.parse(text) }
  }

  @Test func refusesInvalidUTF8() {
    #expect(throws: TextFilesError.self) { try JSONValue.parse([0x22, 0xC3, 0x28, 0x22]) }
    #expect(throws: TextFilesError.self) { try JSONValue.parse([0x22, 0xED, 0xA0, 0x80, 0x22]) }
    #expect(throws: TextFilesError.self) { try JSONValue.parse([0xFF, 0xFE, 0x22, 0x00]) }
  }

  @Test func skipsAByteOrderMark() throws {
    #expect(try JSONValue.parse("\u{FEFF}[1]") == [1])
  }

  @Test func boundsNesting() throws {
    let limits = JSONLimits(depth: 3)
    #expect(try JSONValue.parse("[[{}]]", limits: limits) == [[[:]]])
    #expect(throws: TextFilesError.self) { try JSONValue.parse("[[[[]]]]", limits: limits) }
    let deep = String(repeating: "[", count: 1_000_000)
    #expect(throws: TextFilesError.self) { try JSONValue.parse(deep) }
    let deepest = JSONLimits.maximumDepth
    let allowed = String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)
    _ = try JSONValue.parse(allowed)
  }

  @Test func boundsLength() {
    #expect(throws: TextFilesError.self) {
      try JSONValue.parse("[1, 2, 3]", limits: JSONLimits(bytes: 8))
    }
  }

  @Test func repeatedKeysAreRefusedUnlessAllowed() throws {
    let text = "{\"a\": 1, \"b\": 2, \"a\": 3}"
    #expect(throws: TextFilesError.self) { try JSONValue.parse(text) }
    let lenient = try JSONValue.parse(text, limits: JSONLimits(duplicateKeys: .keepLast))
    #expect(lenient.object?.keys == ["a", "b"])
    #expect(lenient["a"]?.int == 3)
  }

  @Test func errorsNameLineAndByte() {
    let text = "{\n  \"a\": 1,\n  \"b\": x\n}"
    let error = #expect(throws: TextFilesError.self) { try JSONValue.parse(text) }
    #expect(
      error?.description == """
        Malformed JSON in line 3 (byte 19): expected a value, found "x".
        """)
  }

  @Test func everyTruncationThrows() throws {
    let text = Array("{\"k\\u00e9\": [1.5e3, -0, \"\\ud83d\\ude00 ü\", {\"x\": true}, null]}".utf8)
    _ = try JSONValue.parse(text)
    for length in 0..<text.count {
      #expect(throws: TextFilesError.self, "\(length)") {
        try JSONValue.parse(Array(text[..<length]))
      }
    }
  }

  @Test func changedBytesThrowOrParse() throws {
    let text = Array("{\"k\\u00e9\": [1.5e3, -0, \"\\ud83d\\ude00 ü\", {\"x\": true}, null]}".utf8)
    for place in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[place] = byte
        _ = try? JSONValue.parse(changed)
      }
    }
  }

  @Test func loadNamesTheFile() throws {
    let absent = #expect(throws: TextFilesError.self) { try JSONValue.load(path: "/no/such.json") }
    #expect(absent?.description == "Cannot read /no/such.json: No such file or directory.")
    try withFile("[1,x") { path in
      let error = #expect(throws: TextFilesError.self) { try JSONValue.load(path: path) }
      #expect(
        error?.description
          == "\(path) is not valid JSON in line 1 (byte 3): expected a value, found \"x\"."
      )
    }
    #expect(throws: TextFilesError.self) { try JSONValue.load(path: "/tmp") }
  }
}
