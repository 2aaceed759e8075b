/// Bounds that keep a hostile or broken file from exhausting stack or memory.
public struct JSONLimits: Sendable, Equatable {
  /// What to do with a key that occurs twice in one object.
  public enum DuplicateKeys: Sendable, Equatable {
    /// Throw.
    case refuse
    /// Keep the last value in the first one's place, as Python's `json` does.
    case keepLast
  }

  /// The deepest allowed nesting of arrays and objects; never above `maximumDepth`.
  public let depth: Int
  /// The largest allowed text, in bytes.
  public let bytes: Int
  /// What to do with a repeated key.
  public let duplicateKeys: DuplicateKeys

  /// Deeper than any real file; the recursion takes about 1.2 kB of stack a level, and worker
  /// threads may have 512 kB in all.
  public static let maximumDepth = 128
  /// 128 levels, 1 GiB, repeated keys refused.
  public static let `default` = JSONLimits()

  /// Limits on parsing; `depth` is clamped to 1...`maximumDepth`.
  public init(
    depth: Int = maximumDepth, bytes: Int = 1 << 30, duplicateKeys: DuplicateKeys = .refuse
  ) {
    self.depth = min(max(depth, 1), JSONLimits.maximumDepth)
    self.bytes = bytes
    self.duplicateKeys = duplicateKeys
  }
}
