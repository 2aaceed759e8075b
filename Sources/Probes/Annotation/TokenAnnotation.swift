/// What a model's state before a token says about that token.
public enum Knowability: String, Sendable, CaseIterable {
  /// Entropy below the band: the model is sure of what comes.
  case known
  /// Unsure, and the probe takes it for a gap in this model's knowledge (epistemic).
  case unknownToModel = "not known by me"
  /// Unsure, and the probe takes it for chance that no knowledge would remove (aleatoric).
  case unknowable
  /// Entropy above the band that the probe was trained in: it has no say.
  case outsideBand = "outside the band"
  /// The first token, which nothing predicts.
  case unpredicted
}

/// One token of a text with what was known before it was read.
public struct TokenAnnotation: Sendable, Equatable {
  /// The token's text.
  public let text: String
  /// Entropy of the distribution that this token was drawn from, nats; NaN for the first token.
  public let entropy: Double
  /// Log-probability of the token, nats; NaN for the first token.
  public let logProbability: Double
  /// Probability that the uncertainty is aleatoric, as the probe gives it; nil outside its band.
  public let aleatoric: Double?
  /// The verdict.
  public let knowability: Knowability

  /// A token that is predicted with an entropy; `aleatoric` is read only inside the band.
  ///
  /// A probability of at least 0.5 counts as aleatoric, the rule of every accuracy here.
  public init(
    text: String, entropy: Double, logProbability: Double, aleatoric: Double,
    band: EntropyBand
  ) {
    self.text = text
    self.entropy = entropy
    self.logProbability = logProbability
    self.aleatoric = band.contains(entropy) ? aleatoric : nil
    knowability =
      entropy < band.low
      ? .known
      : entropy >= band.high
        ? .outsideBand : aleatoric >= 0.5 ? .unknowable : .unknownToModel
  }

  /// The first token of a text.
  public init(first text: String) {
    self.text = text
    entropy = .nan
    logProbability = .nan
    aleatoric = nil
    knowability = .unpredicted
  }
}
