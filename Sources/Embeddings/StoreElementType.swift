/// Types that a store keeps hidden states in.
public enum StoreElementType: String, Sendable, CaseIterable {
  /// 32-bit floats, as the model computes them.
  case float32
  /// 16-bit floats: 11 significant bits, largest value 65504.
  case float16
  /// Brain floats: 8 significant bits, the range of `float32`.
  case bfloat16

  /// Bytes of one value.
  public var size: Int { self == .float32 ? 4 : 2 }
}
