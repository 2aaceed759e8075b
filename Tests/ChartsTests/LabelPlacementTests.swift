import Testing

@testable import Charts

@Suite("Label placement and text sizes")
struct LabelPlacementTests {
  private func candidates(_ positions: [Double], ranks: [Int]) -> [LabelPlacement.Candidate] {
    zip(positions, ranks).map { LabelPlacement.Candidate(x: $0, text: "label", rank: $1) }
  }

  @Test("Labels with room are all placed where they were wanted")
  func roomy() {
    let placed = LabelPlacement.place(
      candidates([50, 150, 250], ranks: [0, 0, 0]), within: 0...300, size: 12)
    #expect(placed.map(\.x) == [50, 150, 250])
  }

  @Test("A crowded label gives way to one of better rank")
  func crowded() {
    let placed = LabelPlacement.place(
      candidates([100, 110, 120], ranks: [2, 0, 1]), within: 0...300, size: 12)
    #expect(placed.map(\.index) == [1])
  }

  @Test("Labels at the ends are moved inside, NaN and oversized ones left out")
  func ends() {
    let placed = LabelPlacement.place(
      candidates([0, 300, .nan], ranks: [0, 0, 0]), within: 0...300, size: 12)
    let half = TextMetrics.width(of: "label", size: 12) / 2
    #expect(placed.map(\.x) == [half, 300 - half])
    let wide = [LabelPlacement.Candidate(x: 5, text: "much too wide", rank: 0)]
    #expect(LabelPlacement.place(wide, within: 0...20, size: 12).isEmpty)
  }

  @Test("Text is cut and wrapped to its width")
  func fitting() {
    #expect(TextMetrics.fitted("short", width: 100, size: 12) == "short")
    let cut = TextMetrics.fitted("a very long label indeed", width: 60, size: 12)
    #expect(cut.hasSuffix("…") && TextMetrics.width(of: cut, size: 12) <= 60)
    let lines = TextMetrics.lines("one two three four five six", width: 70, size: 12)
    #expect(lines.count > 1)
    #expect(lines.allSatisfy { TextMetrics.width(of: $0, size: 12) <= 70 })
    #expect(lines.joined(separator: " ") == "one two three four five six")
  }

  @Test("Thinning a line keeps its ends and drops what cannot be seen")
  func thinning() {
    let points = (0...1000).map { Point(x: Double($0) * 0.01, y: 0) }
    let kept = Drawing.thinned(points)
    #expect(kept.first == points.first && kept.last == points.last)
    #expect(kept.count < 30)
    #expect(Drawing.thinned([]).isEmpty)
  }
}
