import Calibration
import Statistics
public import TextFiles

extension TrainedProbe {
  /// Everything but tensors, as kept in the header of a probe file.
  public var json: JSONValue {
    json([("kind", .string(probe.kind.rawValue))])
  }
}

extension CalibratedProbe {
  /// The header of a probe file, after what only its kind of probe has.
  func json(_ own: [(String, JSONValue)]) -> JSONValue {
    let shared: [(String, JSONValue)] = [
      ("tap", .string(tap)), ("width", .integer(Int64(width))),
      ("recalibration", .string(recalibration.method.rawValue)),
      ("calibrator", .array(recalibration.parameters.prefix(8).map { .number($0) })),
      ("baselines", .array(baselines.map(\.json))),
    ]
    return .object(JSONObject(own + shared + metadata.members))
  }
}

extension Baseline {
  fileprivate var json: JSONValue {
    let name = ("name", JSONValue.string(kind.rawValue))
    let rest: [(String, JSONValue)] =
      switch model {
      case .constant(let logit): [("model", "constant"), ("logit", .number(logit))]
      case .length(let slope, let intercept):
        [("model", "length"), ("slope", .number(slope)), ("intercept", .number(intercept))]
      case .probes(let probes):
        [
          ("model", "probes"), ("tap", .string(tap ?? "")),
          ("count", .integer(Int64(probes.count))),
          ("width", .integer(Int64(probes.first?.width ?? 0))),
        ]
      }
    return .object(JSONObject([name] + rest))
  }
}

extension ProbeMetadata {
  fileprivate var members: [(String, JSONValue)] {
    [
      (
        "label",
        [
          "column": .string(label.column), "group_column": Self.json(label.groupColumn),
          "positive": .string(label.positive), "negative": .string(label.negative),
          "rule": label.rule?.json ?? .null,
        ]
      ),
      ("examples_hash", .string(examplesHash)),
      (
        "split",
        [
          "rule": .string(split.rule), "seed": .string(String(split.seed)),
          "fractions": .array(split.fractions.map { .number($0) }),
          "parts": .array(sizes.map(Self.json)),
        ]
      ),
      (
        "model",
        ["name": .string(source.modelName), "fingerprint": .string(source.modelFingerprint)]
      ),
      ("position", .string(source.position)),
      ("files", Self.json(source.files)),
      ("versions", Self.json(source.versions)),
      ("penalty", penalty.map(Self.json) ?? .null),
      ("solver", solver.map(Self.json) ?? .null),
      ("shrinkage", shrinkage.map { .number($0) } ?? .null),
      ("sweep", .array(sweep.map(Self.json))),
      ("selection", .string(LayerSweep.rule)),
      ("test_before", Self.json(testBefore)),
      ("test_after", Self.json(testAfter)),
      ("best_baseline", Self.json(bestBaseline?.rawValue)),
      ("notes", .array(notes.map { .string($0) })),
    ]
  }

  private static func json(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  private static func json(_ values: [NamedValue]) -> JSONValue {
    .object(JSONObject(values.map { ($0.name, .string($0.value)) }))
  }

  private static func json(_ estimates: [String: Estimate]) -> JSONValue {
    let sorted = estimates.sorted { $0.key < $1.key }
    return .object(JSONObject(sorted.map { ($0.key, $0.value.json) }))
  }

  private static func json(_ size: PartSize) -> JSONValue {
    [
      "part": .string(size.part.rawValue), "n": .integer(Int64(size.count)),
      "positives": .integer(Int64(size.positives)), "groups": .integer(Int64(size.groups)),
    ]
  }

  private static func json(_ choice: PenaltyChoice) -> JSONValue {
    [
      "C": .number(choice.inverseRegularization), "folds": .integer(Int64(choice.folds)),
      "rule": .string(choice.rule), "at_edge": .bool(choice.isAtEdge),
      "candidates": .array(
        choice.candidates.map {
          [
            "C": .number($0.inverseRegularization), "loss": .number($0.loss),
            "standard_error": .number($0.standardError),
          ]
        }),
    ]
  }

  private static func json(_ report: SolverReport) -> JSONValue {
    [
      "iterations": .integer(Int64(report.iterations)), "passes": .integer(Int64(report.passes)),
      "factorizations": .integer(Int64(report.factorizations)),
      "objective": .number(report.objective), "gradient_norm": .number(report.gradientNorm),
      "relative_gap": .number(report.relativeGap), "converged": .bool(report.converged),
    ]
  }

  private static func json(_ row: SweepSummary) -> JSONValue {
    [
      "tap": .string(row.tap), "C": row.inverseRegularization.map { .number($0) } ?? .null,
      "validation_auroc": row.validationAUROC.json, "validation_nll": row.validationLoss.json,
      "test_auroc": row.testAUROC.json,
    ]
  }
}
