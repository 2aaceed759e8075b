public import TextFiles

extension ICLTEvaluation {
  /// Everything as JSON; entropies in nats, what is not defined is null.
  public var json: JSONValue {
    [
      "labels": .string(title), "separator": .string(layout),
      "rows": .array(
        rows.map {
          [
            "score": .string($0.score?.rawValue ?? "original_entropy"),
            "hints": .string($0.hints.rawValue), "auroc": $0.auroc.json,
            "auroc_minus_original_entropy": $0.lead.json, "accuracy": $0.accuracy?.json ?? .null,
            "label_free_accuracy": $0.labelFreeAccuracy?.json ?? .null,
          ]
        }),
      "minimum_entropy_auroc_minus_control": .object(
        JSONObject(leads.map { ($0.control.rawValue, $0.auroc.json) })),
      "copy_rates": .object(JSONObject(copyRates.map { ($0.hints.rawValue, Self.json($0.rate)) })),
      "warning": warning.map(JSONValue.string) ?? .null,
    ]
  }

  private static func json(_ rate: ICLTCopyRate) -> JSONValue {
    [
      "mean": .number(rate.mean), "n": .integer(Int64(rate.items)),
      "aleatoric_mean": .number(rate.aleatoricMean),
      "n_aleatoric": .integer(Int64(rate.aleatoricItems)),
    ]
  }
}
