/// Types in which floats are written: hidden states of a store, weights of a trained model.
public enum FloatType: String, Sendable, CaseIterable {
  /// 32-bit floats, as they are computed.
  case float32
  /// 16-bit floats: 11 significant bits, largest value 65504.
  case float16
  /// Brain floats: 8 significant bits, the range of `float32`.
  case bfloat16

  /// Bytes of one value.
  public var size: Int { self == .float32 ? 4 : 2 }

  /// The same among all types of elements.
  public var elementType: ElementType {
    switch self {
    case .float32: .float32
    case .float16: .float16
    case .bfloat16: .bfloat16
    }
  }
}
