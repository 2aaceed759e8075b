import Calibration
import Probes
import Statistics
public import TextFiles

extension ProbeReport {
  /// How many items the page carries at most; their number is always stated.
  static let embeddedItems = 100_000

  /// The numbers behind every figure and table, as they are embedded in the page.
  public var data: JSONValue {
    [
      "schema": 1,
      "subject": [
        "probe": .string(subject.probe), "model": .string(subject.model),
        "tap": .string(subject.tap), "position": .string(subject.position),
        "data": .string(subject.data), "part": .string(part.rawValue),
        "label": .string(subject.label.column), "positive": .string(subject.positive),
        "negative": .string(subject.negative),
        "group": subject.label.groupColumn.map { .string($0) } ?? .null,
      ],
      "samples": .array(samples.map(Self.json)),
      "before": Self.json(before), "after": after.map(Self.json) ?? .null,
      "recalibration": [
        "method": .string(recalibration.method.rawValue),
        "parameters": .array(recalibration.parameters.map { .number($0) }),
      ],
      "sweep": .array(sweep.map(Self.json)),
      "roc": .array(
        (roc?.points ?? []).map { [.number($0.falsePositiveRate), .number($0.truePositiveRate)] }),
      "penalty": .array((penalty?.candidates ?? []).map(Self.json)),
      "score_histogram": histogram.map(Self.json) ?? .null,
      "baselines": .array(baselines.map(Self.json)),
      "tokens": .array(tokenCounts.map(Self.json)),
      "items_total": .integer(Int64(items.count)),
      "items": .array(items.prefix(Self.embeddedItems).map(Self.json)),
      "settings": Self.json(settings), "versions": Self.json(versions),
      "hashes": Self.json(hashes), "commands": .array(commands.map { .string($0) }),
    ]
  }

  private static func json(_ facts: [NamedValue]) -> JSONValue {
    .object(JSONObject(facts.map { ($0.name, .string($0.value)) }))
  }

  private static func json(_ sample: PartSize) -> JSONValue {
    [
      "part": .string(sample.part.rawValue), "items": .integer(Int64(sample.count)),
      "groups": .integer(Int64(sample.groups)), "positives": .integer(Int64(sample.positives)),
    ]
  }

  private static func json(_ outcome: Outcome) -> JSONValue {
    let evaluation = outcome.evaluation
    let settings = evaluation.settings
    let seed = Int64(exactly: settings.seed).map { JSONValue.integer($0) }
    return [
      "metrics": .object(
        JSONObject(evaluation.metrics.map { ($0.rawValue, evaluation[$0].json) })),
      "settings": [
        "resamples": .integer(Int64(settings.resamples)),
        "seed": seed ?? .string(String(settings.seed)), "level": .number(settings.level),
        "threshold": .number(settings.threshold), "bins": .integer(Int64(settings.bins)),
      ],
      "reliability": outcome.reliability.map(json) ?? .null,
      "error_by_chance": outcome.chanceError.map {
        ["mean": .number($0.mean), "high": .number($0.high), "level": .number($0.level)]
      } ?? .null,
    ]
  }

  private static func json(_ curve: ReliabilityCurve) -> JSONValue {
    [
      "binning": .string(curve.binning.rule), "level": .number(curve.level),
      "bins": .array(curve.bins.map(json)),
    ]
  }

  private static func json(_ bin: ReliabilityBin) -> JSONValue {
    [
      "lower": .number(bin.lowerEdge), "upper": .number(bin.upperEdge),
      "mean_probability": .number(bin.meanProbability),
      "observed_rate": .number(bin.observedRate), "band_low": .number(bin.bandLow),
      "band_high": .number(bin.bandHigh), "n": .integer(Int64(bin.count)),
      "positives": .integer(Int64(bin.positives)),
    ]
  }

  private static func json(_ entry: SweepEntry) -> JSONValue {
    [
      "tap": .string(entry.tap), "validation": entry.validation.json,
      "test": entry.test?.json ?? .null,
    ]
  }

  private static func json(_ candidate: PenaltyCandidate) -> JSONValue {
    [
      "c": .number(candidate.inverseRegularization), "loss": .number(candidate.loss),
      "standard_error": .number(candidate.standardError),
    ]
  }

  private static func json(_ histogram: ScoreHistogram) -> JSONValue {
    [
      "edges": .array(histogram.edges.map { .number($0) }),
      "positive": .array(histogram.positives.map { .integer(Int64($0)) }),
      "negative": .array(histogram.negatives.map { .integer(Int64($0)) }),
    ]
  }

  private static func json(_ baseline: Comparison) -> JSONValue {
    [
      "name": .string(baseline.name), "explanation": .string(baseline.explanation),
      "auroc": baseline.auroc.json, "lead": baseline.lead?.json ?? .null,
    ]
  }

  private static func json(_ count: TokenCount) -> JSONValue {
    [
      "token": .string(count.token), "positive": .integer(Int64(count.positives)),
      "negative": .integer(Int64(count.negatives)),
    ]
  }

  private static func json(_ item: Item) -> JSONValue {
    [
      "id": .string(item.id), "group": .string(item.group),
      "token": item.token.map { .string($0) } ?? .null,
      "label": .bool(item.isPositive), "probability": .number(item.probability),
      "recalibrated": item.recalibrated.map { .number($0) } ?? .null,
    ]
  }
}
