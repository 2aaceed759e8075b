/// An amount of memory as people write it: `500MB`, `4GB`, in powers of ten.
public struct MemorySize: Sendable {
  /// The amount in bytes.
  public let bytes: Int

  /// Reads a whole number with kB, MB or GB behind it; nil for anything else.
  public init?(_ text: String) {
    let units = [("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)]
    guard let (unit, factor) = units.first(where: { text.hasSuffix($0.0) }),
      let count = Int(text.dropLast(unit.count)), count > 0, count < 1_000_000
    else { return nil }
    bytes = count * factor
  }
}
