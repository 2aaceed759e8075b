import Testing

@testable import Charts

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "Fixed decimals round half away from zero",
    arguments: [
      (0.0, 2, "0.00"), (0.5, 0, "1"), (-0.5, 0, "−1"), (0.125, 2, "0.13"), (-1.005, 1, "−1.0"),
      (12345.678, 1, "12345.7"), (0.0004, 3, "0.000"), (-0.0004, 3, "0.000"), (0.9996, 3, "1.000"),
      (.nan, 3, "–"), (.infinity, 1, "∞"), (-.infinity, 1, "−∞"), (1e300, 2, "1e+300"),
    ])
  func fixed(value: Double, decimals: Int, expected: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == expected)
  }

  @Test(
    "Counts are grouped from five digits on",
    arguments: [
      (0, "0"), (999, "999"), (1234, "1234"), (12345, "12\u{202F}345"),
      (-1_234_567, "−1\u{202F}234\u{202F}567"), (Int.min, "−9 223 372 036 854 775 808"),
    ])
  func counts(value: Int, expected: String) {
    let spaced = expected.replacing(" ", with: "\u{202F}")
    #expect(NumberText.count(value) == spaced)
  }

  @Test("Coordinates are plain ASCII without trailing zeros")
  func coordinates() {
    #expect(NumberText.coordinate(10) == "10")
    #expect(NumberText.coordinate(1.5) == "1.5")
    #expect(NumberText.coordinate(-0.001) == "0")
    #expect(NumberText.coordinate(-3.456) == "-3.46")
  }

  @Test(
    "Scientific form keeps one digit before the point",
    arguments: [
      (0.000317, "3.2e−4"), (1, "1.0e0"), (99.99, "1.0e2"), (-1234, "−1.2e3"), (0, "0"),
      (.nan, "–"), (10, "1.0e1"),
    ])
  func scientific(value: Double, expected: String) {
    #expect(NumberText.scientific(value) == expected)
  }

  @Test("A mantissa that only looks like ten keeps its exponent")
  func scientificWithTwoDigits() {
    #expect(NumberText.scientific(0.00031, digits: 2) == "3.10e−4")
    #expect(NumberText.scientific(0.0009996, digits: 2) == "1.00e−3")
  }

  @Test("Intervals and percentages in words")
  func words() {
    #expect(NumberText.interval(0.1, 0.25, decimals: 2) == "0.10 to 0.25")
    #expect(NumberText.interval(.nan, 0.25, decimals: 2).isEmpty)
    #expect(NumberText.percent(0.125, decimals: 1) == "12.5\u{202F}%")
    #expect(Measured(0.5, low: 0.25, high: 0.75).text(decimals: 2) == "0.50 (0.25 to 0.75)")
    #expect(Measured(0.5).text() == "0.500")
  }

  @Test("Text is made safe for markup")
  func escaping() {
    #expect(escapedXML("a<b & \"c\" 'd'>") == "a&lt;b &amp; &quot;c&quot; &#39;d&#39;&gt;")
    #expect(escapedXML("\u{0}\u{8}x\n") == "\u{FFFD}\u{FFFD}x\n")
    #expect(escapedXML("日本 é 👩‍🔬") == "日本 é 👩‍🔬")
  }
}
