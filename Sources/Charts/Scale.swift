/// A map from data values to positions along one side of a plot.
struct Scale: Equatable {
  enum Kind: Equatable { case linear, logarithmic }

  var kind: Kind
  var domain: ClosedRange<Double>
  /// Positions of the two ends of the domain; the first may be the larger one (a vertical axis).
  var start: Double
  var end: Double

  /// A scale over `domain`; a domain without width or with a non-finite end is made usable.
  init(_ kind: Kind = .linear, domain low: Double, _ high: Double, start: Double, end: Double) {
    self.kind = kind
    self.start = start
    self.end = end
    self.domain = Self.usable(kind, low, high)
  }

  /// A linear scale over the smallest range from tick to tick around all finite values.
  static func nice(
    around values: [Double], ticks count: Int = 5, wholeNumbers: Bool = false, start: Double,
    end: Double
  ) -> Scale {
    let domain = Plot.niceDomain(of: values, ticks: count, wholeNumbers: wholeNumbers)
    return Scale(domain: domain.lowerBound, domain.upperBound, start: start, end: end)
  }

  private static func usable(_ kind: Kind, _ a: Double, _ b: Double) -> ClosedRange<Double> {
    let fallback = kind == .linear ? 0.0...1 : 0.1...10
    guard a.isFinite, b.isFinite, kind == .linear || min(a, b) > 0 else { return fallback }
    let (low, high) = (min(a, b), max(a, b))
    // The span must survive both rounding near large values and overflow between huge ones.
    guard (high - low).isFinite, high - low > high.magnitude * 1e-12 else {
      let pad = kind == .linear ? max(low.magnitude * 0.1, 0.5) : 0
      let widened = kind == .linear ? (low - pad, low + pad) : (low / 10, low * 10)
      return widened.0.isFinite && widened.1.isFinite ? widened.0...widened.1 : fallback
    }
    return low...high
  }

  /// The position of a value; NaN for a value that has none (NaN, or not positive on a log scale).
  func position(_ value: Double) -> Double {
    let share: Double
    switch kind {
    case .linear:
      share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    case .logarithmic:
      guard value > 0 else { return .nan }
      let low = logarithm10(domain.lowerBound)
      share = (logarithm10(value) - low) / (logarithm10(domain.upperBound) - low)
    }
    return start + share * (end - start)
  }

  /// The position of a value moved to the nearest end of the domain if it lies outside.
  func clampedPosition(_ value: Double) -> Double {
    value.isNaN
      ? .nan : position(Swift.min(Swift.max(value, domain.lowerBound), domain.upperBound))
  }

  /// About `count` labelled ticks inside the domain.
  func ticks(_ count: Int = 5, wholeNumbers: Bool = false) -> [Tick] {
    switch kind {
    case .linear:
      let span = domain.upperBound - domain.lowerBound
      let step = TickStep(span: span, count: count, wholeNumbers: wholeNumbers)
      return step.ticks(in: domain).map {
        let label =
          wholeNumbers && $0.magnitude < 1e15
          ? NumberText.count(Int($0)) : NumberText.fixed($0, decimals: step.decimals)
        return Tick(value: $0, label: label)
      }
    case .logarithmic:
      return logarithmicTicks(count)
    }
  }

  /// Powers of ten, thinned to at most `count`; 1, 2 and 5 times them when they are too few.
  private func logarithmicTicks(_ count: Int) -> [Tick] {
    let first = Int((logarithm10(domain.lowerBound) - 1e-9).rounded(.up))
    let last = Int((logarithm10(domain.upperBound) + 1e-9).rounded(.down))
    let every = max(1, (last - first + count) / max(count, 1))
    let decades = stride(from: first, through: last, by: every).map { ($0, 1) }
    let candidates =
      decades.count > 2
      ? decades : (first - 1...max(last, first - 1)).flatMap { [($0, 1), ($0, 2), ($0, 5)] }
    let slack = 1e-9
    return candidates.compactMap { exponent, digit in
      let value =
        exponent < 0 ? Double(digit) / powerOfTen(-exponent) : Double(digit) * powerOfTen(exponent)
      guard value >= domain.lowerBound * (1 - slack), value <= domain.upperBound * (1 + slack)
      else { return nil }
      return Tick(value: value, label: Self.powerLabel(exponent, digit, value))
    }
  }

  private static func powerLabel(_ exponent: Int, _ digit: Int, _ value: Double) -> String {
    (-3...4).contains(exponent)
      ? NumberText.fixed(value, decimals: max(0, -exponent))
      : "\(digit)e\(exponent < 0 ? "\u{2212}" : "")\(exponent.magnitude)"
  }
}
