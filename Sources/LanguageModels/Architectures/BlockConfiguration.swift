/// The nonlinearity inside a feed-forward layer.
public enum Activation: String, Sendable, Equatable {
  /// x σ(x).
  case silu
  /// GELU with the tanh approximation.
  case geluTanh = "gelu_tanh"
  /// GELU with the error function.
  case geluErf = "gelu_erf"
  /// max(x, 0).
  case relu
}

/// How a vector is normalised before (or after) a layer.
public struct Normalization: Sendable, Equatable {
  /// The formula.
  public enum Kind: String, Sendable {
    /// x / rms(x) · weight.
    case rms
    /// (x − mean) / deviation · weight + bias.
    case layer
  }
  /// The formula.
  public let kind: Kind
  /// Added under the root.
  public let epsilon: Float
}

/// One decoder block, described by what distinguishes the families we run.
///
/// With N₁…N₄ norms, A attention and M the feed-forward layer, a block computes
/// - sequential: h ← h + N₂(A(N₁ h)), then h ← h + N₄(M(N₃ h)); N₂ and N₄ only when `postNorms`;
/// - parallel: h ← h + A(N₁ h) + M(N₃ h).
public struct BlockConfiguration: Sendable, Equatable {
  /// How both halves are added to the residual stream.
  public enum Residual: String, Sendable {
    /// The feed-forward layer reads what attention wrote.
    case sequential
    /// Both read the block's input.
    case parallel
  }

  /// Formula of every norm over the model's width.
  public var norm: Normalization
  /// Whether the outputs of attention and feed-forward are normalised before they are added.
  public var postNorms = false
  /// How both halves are added up.
  public var residual = Residual.sequential
  /// Whether queries and keys are RMS-normalised per head before the rotation.
  public var queryKeyNorms = false
  /// Rotary positions; nil when positions enter with the embedding.
  public var rotary: Rotary?
  /// Tokens that a position sees, itself included; nil for all earlier ones.
  public var window: Int?
  /// Factor on query · key.
  public var attentionScale: Float
  /// Scores become cap · tanh(score / cap).
  public var attentionSoftCap: Float?
  /// Whether queries, keys and values have biases.
  public var queryKeyValueBias = false
  /// Whether attention's output projection has a bias.
  public var outputBias = false
  /// The nonlinearity.
  public var activation: Activation
  /// Whether the feed-forward layer is f(gate x) · up x rather than f(up x).
  public var isGated: Bool
  /// Whether the feed-forward projections have biases.
  public var feedForwardBias = false
}
