import Testing
import TextFiles

@Suite struct JSONWritingTests {
  @Test func writesCompactText() {
    let value: JSONValue = ["b": [nil, true, 1, 0.1, "x"], "a": [:], "c": []]
    #expect(value.serialized() == #"{"b":[null,true,1,0.1,"x"],"a":{},"c":[]}"#)
    #expect(value.serialized(sortedKeys: true) == #"{"a":{},"b":[null,true,1,0.1,"x"],"c":[]}"#)
  }

  @Test func indentsAsPythonDoes() {
    let value: JSONValue = ["a": [1, ["b": "c"]], "d": [:], "e": []]
    #expect(
      value.serialized(pretty: true) == """
        {
          "a": [
            1,
            {
              "b": "c"
            }
          ],
          "d": {},
          "e": []
        }
        """)
  }

  @Test func escapesOnlyWhatItMust() {
    let text = JSONValue.string("\"\\/\u{8}\u{9}\n\u{C}\r\u{1}\u{1F}é😀\u{7F}")
    #expect(text.serialized() == #""\"\\/\b\t\n\f\r\u0001\u001fé😀"# + "\u{7F}\"")
  }

  @Test func nonFiniteNumbersBecomeNull() {
    let value: JSONValue = [.number(.nan), .number(.infinity), .number(-.infinity)]
    #expect(value.serialized() == "[null,null,null]")
  }

  @Test func numbersReadBackToTheSameBits() throws {
    var bits: UInt64 = 0x9E37_79B9_7F4A_7C15
    var doubles: [Double] = [
      0, -0.0, 1, 1e21, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1 + 0.2,
    ]
    for _ in 0..<5000 {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: bits ^ bits >> 29)
      if value.isFinite { doubles.append(value) }
    }
    for value in doubles {
      let text = JSONValue.number(value).serialized()
      #expect(try JSONValue.parse(text).double?.bitPattern == value.bitPattern, "\(text)")
    }
  }

  @Test func textReadsBackToTheSameBytes() throws {
    let codes = Array(0..<0x3000) + stride(from: 0x3000, through: 0x10FFFF, by: 97) + [0x10FFFF]
    let scalars = codes.compactMap { Unicode.Scalar(UInt32($0)) }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    let value = JSONValue.string(String(text))
    #expect(try JSONValue.parse(value.serialized()) == value)
  }
}
