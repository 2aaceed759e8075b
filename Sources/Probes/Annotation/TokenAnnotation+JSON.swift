public import TextFiles

extension TokenAnnotation {
  /// The token as JSON; what is not defined is null.
  public var json: JSONValue {
    [
      "text": .string(text), "verdict": .string(knowability.rawValue),
      "entropy_nats": .number(entropy), "log_probability_nats": .number(logProbability),
      "p_aleatoric": aleatoric.map(JSONValue.number) ?? .null,
    ]
  }
}
