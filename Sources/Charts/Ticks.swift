/// A tick distance as a decimal number, `mantissa * 10^exponent`, so that ticks come out exact.
struct TickStep: Equatable {
  var mantissa: Int
  var exponent: Int

  /// The smallest step of the form 1, 2, 2.5 or 5 times a power of ten that needs at most `count`
  /// intervals for `span`; `wholeNumbers` asks for steps of 1, 2, 5, 10 and up.
  init(span: Double, count: Int, wholeNumbers: Bool = false) {
    let wanted = span / Double(max(count, 1))
    guard wanted.isFinite, wanted > 0 else {
      (mantissa, exponent) = (1, 0)
      return
    }
    var power = Int(logarithm10(wanted).rounded(.down)) - 1
    if wholeNumbers { power = max(power, 0) }
    while true {
      let candidates =
        wholeNumbers
        ? [(1, power), (2, power), (5, power)]
        : [(1, power), (2, power), (25, power - 1), (5, power)]
      for (mantissa, exponent) in candidates
      where Double(mantissa) * powerOfTen(exponent) >= wanted * (1 - 1e-9) {
        (self.mantissa, self.exponent) = (mantissa, exponent)
        return
      }
      power += 1
    }
  }

  /// The distance between two ticks.
  var value: Double { tick(1) }

  /// Decimals that show every tick without loss.
  var decimals: Int { max(0, -exponent) }

  /// The tick `index` steps from zero.
  func tick(_ index: Int) -> Double {
    let whole = Double(index * mantissa)
    return exponent >= 0 ? whole * powerOfTen(exponent) : whole / powerOfTen(-exponent)
  }

  /// All ticks inside a closed range.
  func ticks(in range: ClosedRange<Double>) -> [Double] {
    let first = Int((range.lowerBound / value - 1e-9).rounded(.up))
    let last = Int((range.upperBound / value + 1e-9).rounded(.down))
    return first <= last ? (first...last).map(tick) : []
  }
}

/// A labelled position on an axis.
struct Tick: Equatable {
  var value: Double
  var label: String
}
