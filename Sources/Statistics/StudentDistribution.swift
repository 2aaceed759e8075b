import Foundation

/// Student's t distribution.
public enum StudentDistribution {
  /// The chance that a t of `degrees` degrees of freedom exceeds `t`; about 1e-14 relative.
  ///
  /// Half the regularised incomplete beta function I at degrees / (degrees + t²) with parameters
  /// degrees / 2 and 1/2. Traps unless `degrees` is positive.
  public static func upperTail(_ t: Double, degrees: Double) -> Double {
    precondition(degrees > 0, "a t distribution needs positive degrees of freedom")
    guard !t.isNaN else { return .nan }
    let tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
    return t >= 0 ? tail : 1 - tail
  }

  /// I_x(a, b) by its continued fraction (Lentz's method), on the side where it converges quickly.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      for numerator in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 / nonzero(1 + numerator * d)
        c = nonzero(1 + numerator / c)
        result *= c * d
      }
      if abs(c * d - 1) < 1e-16 { break }
    }
    return result
  }
}

extension StudentDistribution {
  /// The t that lies above a share `probability` of the distribution: the inverse of one minus
  /// `upperTail`, by bisection to the last bits. Traps unless `probability` lies inside (0, 1).
  public static func quantile(_ probability: Double, degrees: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile needs a probability in (0, 1)")
    // Both tails through the small one, which keeps its digits.
    if probability < 0.5 { return -quantile(1 - probability, degrees: degrees) }
    var (low, high) = (0.0, 1.0)
    while upperTail(high, degrees: degrees) > 1 - probability, high < 1e300 { high *= 2 }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if upperTail(middle, degrees: degrees) > 1 - probability {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }
}
