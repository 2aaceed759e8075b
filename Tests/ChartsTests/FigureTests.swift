import TestSupport
import Testing

@testable import Charts

@Suite("Figures as SVG")
struct FigureTests {
  @Test(
    "Every figure is well-formed, finite and inside its view box",
    arguments: SampleFigures.drawn.indices)
  func wellFormed(index: Int) throws {
    let (name, figure, width) = SampleFigures.drawn[index]
    let svg = figure.svg(width: width)
    let markup = try Markup(svg)
    let root = try #require(markup["svg"].first)
    let box = try #require(root.attributes["viewBox"]).split(separator: " ").compactMap {
      Double($0)
    }
    #expect(box.count == 4 && box[2] == width && box[3] > 0)
    for element in markup.elements {
      for (key, value) in element.attributes where Self.horizontal.contains(key) {
        let number = try #require(Double(value), "\(name): \(key)=\(value)")
        #expect((-0.01...box[2] + 0.01).contains(number), "\(name) \(width): \(key)=\(value)")
      }
      for (key, value) in element.attributes where Self.vertical.contains(key) {
        let number = try #require(Double(value), "\(name): \(key)=\(value)")
        #expect((-0.01...box[3] + 0.01).contains(number), "\(name) \(width): \(key)=\(value)")
      }
      if let data = element.attributes["d"] { try checkPath(data, box, name) }
    }
    #expect(markup["title"].first?.text == figure.title)
    #expect(markup["desc"].count == 1)
  }

  private static let horizontal: Set = ["x", "x1", "x2", "cx"]
  private static let vertical: Set = ["y", "y1", "y2", "cy"]

  private func checkPath(_ data: String, _ box: [Double], _ name: String) throws {
    let numbers = data.split(whereSeparator: { "MLZ ".contains($0) }).map { Double($0) }
    #expect(!numbers.contains(nil), "\(name): \(data.prefix(80))")
    for (index, number) in numbers.enumerated() {
      let limit = index % 2 == 0 ? box[2] : box[3]
      #expect((-0.01...limit + 0.01).contains(number ?? 0), "\(name): \(data.prefix(80))")
    }
  }

  @Test(
    "No two texts of a figure touch, and none leaves it", arguments: SampleFigures.drawn.indices)
  func texts(index: Int) throws {
    let (name, figure, width) = SampleFigures.drawn[index]
    let boxes = try TextBox.all(in: Markup(figure.svg(width: width)))
    for (place, box) in boxes.enumerated() {
      #expect(box.left >= -0.5 && box.right <= width + 0.5, "\(name) \(width): \(box.text)")
      for other in boxes[(place + 1)...] where box.overlaps(other) {
        Issue.record("\(name) \(width): “\(box.text)” touches “\(other.text)”")
      }
    }
  }

  @Test("The same values give the same text", arguments: SampleFigures.all.indices)
  func deterministic(index: Int) {
    let figure = SampleFigures.all[index].figure
    #expect(figure.svg(width: 455) == figure.svg(width: 455))
  }

  @Test("A file of its own carries its style, light and dark")
  func standalone() throws {
    let figure = SampleFigures.sweep(blocks: 4, winner: 2)
    let markup = try Markup(figure.standaloneSVG(width: 480))
    let style = try #require(markup["style"].first?.text)
    #expect(style.contains("prefers-color-scheme:dark"))
    #expect(style.contains("--chart-s1"))
  }

  @Test("Every class that a figure uses has a rule")
  func classes() throws {
    let text = ["text", "chart"]
    for sample in SampleFigures.all {
      let names = try Markup(sample.figure.svg(width: 455)).elements.flatMap {
        ($0.attributes["class"] ?? "").split(separator: " ").map(String.init)
      }
      for name in Set(names).subtracting(text) {
        #expect(ChartTheme.rules.contains(".\(name)"), "\(sample.name): \(name)")
      }
    }
  }

  @Test("Too narrow and impossible widths are raised")
  func widths() {
    let figure = SampleFigures.sweep(blocks: 4)
    #expect(figure.svg(width: 10).contains("viewBox=\"0 0 240 "))
    #expect(figure.svg(width: .nan).contains("viewBox=\"0 0 480 "))
  }
}

/// The estimated box of a text element.
private struct TextBox {
  var text: String
  var left, right, top, bottom: Double

  func overlaps(_ other: TextBox) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  static func all(in markup: Markup) throws -> [TextBox] {
    try markup["text"].map { element in
      let x = try #require(element.attributes["x"].flatMap { Double($0) })
      let y = try #require(element.attributes["y"].flatMap { Double($0) })
      let size = try #require(element.attributes["font-size"].flatMap { Double($0) })
      let width = TextMetrics.width(
        of: element.text, size: size, bold: element.attributes["class"] == "strong")
      let left =
        switch element.attributes["text-anchor"] {
        case "middle": x - width / 2
        case "end": x - width
        default: x
        }
      return TextBox(
        text: element.text, left: left, right: left + width, top: y - size * 0.76,
        bottom: y + size * 0.2)
    }
  }
}
