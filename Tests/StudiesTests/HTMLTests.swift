import Statistics
import TestSupport
import TextFiles
import Testing

@testable import Studies

@Suite("Markup that escapes its text")
struct HTMLTests {
  @Test("Interpolated text is escaped, interpolated markup is not")
  func escaping() {
    let text = "<b>&\"'"
    let inner: HTML = "<i>\(text)</i>"
    let outer: HTML = "<p>\(inner) \(3)</p>"
    #expect(outer.text == "<p><i>&lt;b&gt;&amp;&quot;&#39;</i> 3</p>")
    let list: HTML = "\([inner, inner])"
    #expect(list.text == inner.text + inner.text)
  }

  @Test("JSON inside a script element cannot end it and reads back the same")
  func embedding() throws {
    let value: JSONValue = ["</script><!--": "<&>\u{2028}\u{2029}\"é", "n": [1, 2.5, nil]]
    let text = Page.embedded(value).text
    #expect(!text.contains("<") && !text.contains(">") && !text.contains("&"))
    #expect(!text.unicodeScalars.contains("\u{2028}"))
    #expect(try JSONValue.parse(text) == value)
  }

  @Test("A table scrolls in its own box, sorts by numbers and keeps its rows")
  func table() throws {
    let table = Table(
      caption: "A & B", columns: [.text("Name"), .number("Value")],
      rows: [
        [.text("<x>"), .number(0.5)], [.text("y"), .number(.nan)],
        [.text("z"), .estimate(Estimate(value: 0.5, low: 0.4, high: 0.6, count: 3, clusters: 3))],
      ])
    let markup = try Markup(table.html.text)
    #expect(markup["div"].first?.attributes["class"] == "scroll")
    #expect(markup["table"].first?.attributes["class"] == "sortable")
    #expect(markup["caption"].first?.text == "A & B")
    #expect(markup["tr"].count == 4 && markup["td"].count == 6)
    #expect(markup["td"].map { $0.attributes["data-key"] } == [nil, "0.5", nil, nil, nil, "0.5"])
    #expect(markup["td"][0].text == "<x>")
    #expect(markup["td"][3].text == "–")
    #expect(markup["span"].first?.text == "0.400 to 0.600")
  }

  @Test("White space in tokens can be seen")
  func tokens() throws {
    let chip = try Markup(ProbeReport.token(" a\n\t<").text)
    #expect(chip["code"].first?.text == "␣a⏎⇥<")
    #expect(ProbeReport.token("").text.contains("∅"))
  }
}
