import Charts
import Probes
import Statistics
public import TextFiles

extension PairReport {
  /// The numbers behind every figure and table, as they are embedded in the page.
  public var data: JSONValue {
    [
      "schema": 1,
      "small": .string(subject.small), "large": .string(subject.large),
      "data": .string(subject.data), "notes": .array(notes.map(JSONValue.string)),
      "left_out": .array(
        leftOut.map { ["task": .string($0.task), "reason": .string($0.reason)] }),
      "labels": .array(counts.map(Self.json)),
      "comparisons": .array(comparisons.map(Self.json)),
      "pattern": .array(pattern.map(\.json)),
      "regressions": .array(regressions.map(\.json)),
      "agreement_with_truth": .array(
        agreements.map {
          [
            "rule": .string($0.rule), "epistemic": $0.epistemic.json,
            "aleatoric": $0.aleatoric.json,
          ]
        }),
      "excess_cross_entropy_nats": .array(
        excesses.map {
          [
            "positions": .string($0.positions), "exact_entropy": $0.exact.json,
            "small": $0.small.json, "large": $0.large.json,
          ]
        }),
      "iclt": .array(tests.map(\.json)),
      "atlas": .array(
        atlas.map { map in
          [
            "title": .string(map.title), "columns": .array(map.columns.map(JSONValue.string)),
            "rows": .array(map.rows.map(JSONValue.string)),
            "cells": .array(
              map.cells.map { row in
                .array(
                  row.map { ["value": .number($0.value), "n": .integer(Int64($0.count))] })
              }),
          ]
        }),
    ]
  }

  private static func json(_ counts: LabelCounts) -> JSONValue {
    [
      "rule": .string(counts.rule), "in_band": .integer(Int64(counts.inBand)),
      "epistemic_before": .integer(Int64(counts.epistemic.before)),
      "epistemic_after": .integer(Int64(counts.epistemic.after)),
      "aleatoric_before": .integer(Int64(counts.aleatoric.before)),
      "aleatoric_after": .integer(Int64(counts.aleatoric.after)),
      "token_imbalance": .number(counts.tokenImbalance),
    ]
  }

  private static func json(_ comparison: Comparison) -> JSONValue {
    [
      "title": .string(comparison.title),
      "rows": .array(
        comparison.rows.map {
          [
            "name": .string($0.name), "auroc": $0.auroc.json,
            "accuracy": $0.accuracy?.json ?? .null,
            "in_sample_accuracy": $0.inSampleAccuracy.map { .number($0) } ?? .null,
            "linear_probe_lead": $0.probeLead?.json ?? .null,
            "lead_over_bet": $0.thresholdLead?.json ?? .null,
            "spread": $0.spread?.json ?? .null,
            "is_baseline": .bool(!$0.isMain),
          ]
        }),
    ]
  }
}
