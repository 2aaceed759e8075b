/// The label rules that an atlas goes through.
public struct AtlasGrid: Sendable, Equatable {
  /// Bands of the small model's entropy.
  public let bands: [EntropyBand]
  /// Rising thresholds in nats: class 0 has a reference entropy below.
  public let thresholds: [Double]
  /// Rising distances in nats for the gap task: class 1 is at most this far from the small model's
  /// entropy. Empty for the task without a gap, where class 1 is everything from the threshold up.
  public let deltas: [Double]
  /// Cells with fewer positions of either class are marked.
  public let minimumCount: Int

  /// A grid; the defaults lie around the paper's 0.2 and 0.1 nats.
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` for empty, falling or too long lists.
  public init(
    bands: [EntropyBand], thresholds: [Double] = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1],
    deltas: [Double] = [0.05, 0.1, 0.2, 0.4], minimumCount: Int = 50
  ) throws {
    func isRising(_ values: [Double]) -> Bool {
      values.allSatisfy { $0.isFinite && $0 >= 0 } && values.count < 255
        && zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    }
    guard !bands.isEmpty, !thresholds.isEmpty, isRising(thresholds), isRising(deltas) else {
      throw ProbesError.badOption(
        "An atlas needs at least one band and one threshold, and thresholds and deltas that rise.")
    }
    self.bands = bands
    self.thresholds = thresholds
    self.deltas = deltas
    self.minimumCount = minimumCount
  }

  /// Bands of equal width from `low` to `high`, and one from there up when `isOpen`.
  public static func bands(
    from low: Double, to high: Double, width: Double, isOpen: Bool = false
  ) throws -> [EntropyBand] {
    guard width > 0, (0..<1000).contains((high - low) / width) else {
      throw ProbesError.badOption("The bands of an atlas need a positive width.")
    }
    let count = Int(((high - low) / width).rounded())
    var bands = try (0..<max(count, 0)).map { number in
      try EntropyBand(low + Double(number) * width, low + Double(number + 1) * width)
    }
    if isOpen { bands.append(try EntropyBand(high)) }
    return bands
  }
}
