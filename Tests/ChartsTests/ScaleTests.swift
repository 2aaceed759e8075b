import Testing

@testable import Charts

@Suite("Scales and ticks")
struct ScaleTests {
  @Test(
    "Steps are the smallest nice ones that suffice",
    arguments: [
      (1.0, 5, 2, -1), (0.93, 5, 2, -1), (10, 5, 2, 0), (11, 5, 25, -1), (100, 4, 25, 0),
      (0.5, 5, 1, -1), (0.0013, 5, 5, -4), (1e9, 5, 2, 8), (30, 5, 1, 1), (7, 7, 1, 0),
    ])
  func steps(span: Double, count: Int, mantissa: Int, exponent: Int) {
    let step = TickStep(span: span, count: count)
    #expect(step.mantissa == mantissa && step.exponent == exponent)
  }

  @Test("Whole-number steps are never fractions")
  func wholeNumbers() {
    #expect(TickStep(span: 1, count: 5, wholeNumbers: true).value == 1)
    #expect(TickStep(span: 11, count: 5, wholeNumbers: true).value == 5)
    let labels = Scale(domain: 0, 30_000, start: 0, end: 1).ticks(3, wholeNumbers: true)
    #expect(labels.map(\.label) == ["0", "10\u{202F}000", "20\u{202F}000", "30\u{202F}000"])
  }

  @Test("Ticks are exact decimals")
  func exactTicks() {
    let ticks = Scale(domain: 0, 1, start: 0, end: 1).ticks(10)
    #expect(ticks.map(\.value) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    #expect(ticks.map(\.label).prefix(4) == ["0.0", "0.1", "0.2", "0.3"])
    let around = Scale(domain: -0.1, 0.1, start: 0, end: 1).ticks(4)
    #expect(around.map(\.label) == ["−0.10", "−0.05", "0.00", "0.05", "0.10"])
  }

  @Test(
    "Ticks lie inside the domain, ascend, and have different labels",
    arguments: [
      (0.0, 1.0), (-3, 17), (0.4999, 0.5001), (1e-9, 2e-9), (1e12, 1.001e12), (-1e300, 1e300),
      (5, 5), (0, 0), (.nan, 1), (-.infinity, .infinity), (3, -2), (1e16, 1e16 + 4),
    ])
  func ticksInside(low: Double, high: Double) {
    for count in [1, 2, 5, 10] {
      let scale = Scale(domain: low, high, start: 10, end: 110)
      let ticks = scale.ticks(count)
      let slack = (scale.domain.upperBound - scale.domain.lowerBound) * 1e-6
      let inside = (scale.domain.lowerBound - slack)...(scale.domain.upperBound + slack)
      #expect(ticks.count <= count + 1)
      #expect(ticks.allSatisfy { inside.contains($0.value) })
      #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value })
      #expect(Set(ticks.map(\.label)).count == ticks.count)
    }
  }

  @Test("Linear positions")
  func linearPositions() {
    let scale = Scale(domain: 2, 4, start: 100, end: 0)
    #expect(scale.position(2) == 100)
    #expect(scale.position(3) == 50)
    #expect(scale.position(5) == -50)
    #expect(scale.clampedPosition(5) == 0)
    #expect(scale.position(.nan).isNaN && scale.clampedPosition(.nan).isNaN)
  }

  @Test("Logarithmic positions and ticks")
  func logarithmic() {
    let scale = Scale(.logarithmic, domain: 0.01, 100, start: 0, end: 80)
    #expect(abs(scale.position(1) - 40) < 1e-9)
    #expect(abs(scale.position(10) - 60) < 1e-9)
    #expect(scale.position(0).isNaN && scale.position(-1).isNaN)
    #expect(scale.ticks(5).map(\.label) == ["0.01", "0.1", "1", "10", "100"])
    #expect(
      Scale(.logarithmic, domain: 1e-6, 1e6, start: 0, end: 1).ticks(5).map(\.label)
        == ["1e−6", "0.001", "1", "1000", "1e6"])
    #expect(
      Scale(.logarithmic, domain: 2, 30, start: 0, end: 1).ticks(5).map(\.label)
        == ["2", "5", "10", "20"])
    #expect(Scale(.logarithmic, domain: 0, 10, start: 0, end: 1).domain == 0.1...10)
  }

  @Test("Domains reach from tick to tick around the data")
  func niceDomains() {
    #expect(Plot.niceDomain(of: [0.53, 0.87]) == 0.5...0.9)
    #expect(Plot.niceDomain(of: [0, 437], ticks: 2, wholeNumbers: true) == 0...500)
    #expect(Plot.niceDomain(of: [.nan, .infinity]) == 0...1)
    #expect(Plot.niceDomain(of: [0.5]).contains(0.5))
  }
}
