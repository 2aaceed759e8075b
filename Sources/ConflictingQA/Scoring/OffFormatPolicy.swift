/// What happens to pairs in which the reader would rather say something else than the answers offered.
public struct OffFormatPolicy: Sendable, Equatable {
  /// How such a pair counts.
  public enum Treatment: String, CaseIterable, Sendable {
    /// Not at all.
    case drop
    /// Half a win for either document.
    case half
    /// A loss for both.
    case loss
  }

  /// How off-format pairs count.
  public var treatment: Treatment
  /// A pair is off-format when the coverage in either order is below this, 0...1.
  public var threshold: Double

  /// A policy; drops pairs with less than half of the probability on the answers.
  public init(_ treatment: Treatment = .drop, threshold: Double = 0.5) {
    (self.treatment, self.threshold) = (treatment, threshold)
  }

  /// Whether a pair is off-format.
  public func isOffFormat(_ pair: PairScore) -> Bool { pair.coverage < threshold }

  /// How far the document of a stance wins, softly and hard, 0...1; nil when the pair does not count.
  public func wins(_ pair: PairScore, of stance: Stance) -> (soft: Double, hard: Double)? {
    guard isOffFormat(pair) else { return (pair.softWin(of: stance), pair.hardWin(of: stance)) }
    return switch treatment {
    case .drop: nil
    case .half: (0.5, 0.5)
    case .loss: (0, 0)
    }
  }
}
