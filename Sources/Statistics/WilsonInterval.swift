/// Wilson's score interval for a share of independent yes/no outcomes (Wilson 1927).
///
/// With z the normal quantile at (1 + level) / 2 and p = successes / count:
/// (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n). It stays inside [0, 1] and is usable at 0
/// and at `count` successes. The outcomes must be independent: within clusters it is too narrow.
/// Gives (NaN, NaN) when `count` is zero; traps on successes outside 0...count or a level outside
/// (0, 1).
public func wilsonInterval(successes: Double, count: Double, level: Double = 0.95)
  -> (low: Double, high: Double)
{
  precondition(successes >= 0 && successes <= count, "successes must lie within 0...count")
  precondition(level > 0 && level < 1, "a confidence level lies strictly between 0 and 1")
  guard count > 0 else { return (.nan, .nan) }
  let z = NormalDistribution.quantile((1 + level) / 2)
  let share = successes / count
  let square = z * z / count
  let centre = (share + square / 2) / (1 + square)
  let half =
    z / (1 + square)
    * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
  // The bounds are exactly 0 and 1 in these two cases; rounding must not push them across.
  let low = successes == 0 ? 0 : max(0, centre - half)
  let high = successes == count ? 1 : min(1, centre + half)
  return (low, high)
}
