import Charts
import TestSupport
import Testing

/// Lines over a numeric axis.
@Suite struct CurvesFigureTests {
  private func figure(_ curves: [CurvesFigure.Curve], isLogarithmic: Bool = false) -> CurvesFigure {
    CurvesFigure(
      title: "Curves <&>", xTitle: "x", yTitle: "y", curves: curves,
      references: [.init(name: "hedge", y: 0.25)], isLogarithmic: isLogarithmic, contains: [0, 1])
  }

  @Test func curvesWithGapsAndNamesAreDrawn() throws {
    let curve = CurvesFigure.Curve(
      name: "a",
      places: [
        .init(x: 1, y: Measured(0.1, low: 0, high: 0.2), label: "first"),
        .init(x: 10, y: Measured(.nan)), .init(x: 100, y: Measured(0.9), label: "last"),
      ])
    for width in [240.0, 480, 900] {
      for isLogarithmic in [false, true] {
        let svg = figure([curve, curve], isLogarithmic: isLogarithmic).standaloneSVG(width: width)
        let parsed = try Markup(svg)
        #expect(parsed.elements.contains { $0.text == "first" })
        #expect(parsed.elements.contains { $0.text == "hedge" })
        #expect(!svg.lowercased().contains("nan"))
      }
    }
  }

  @Test func nothingToDrawIsAnEmptyPlot() throws {
    for curves in [[], [CurvesFigure.Curve(name: "a", places: [])]] {
      _ = try Markup(figure(curves).svg(width: 328))
      _ = try Markup(figure(curves, isLogarithmic: true).svg(width: 328))
      #expect(figure(curves).summary == "No values.")
    }
  }
}
