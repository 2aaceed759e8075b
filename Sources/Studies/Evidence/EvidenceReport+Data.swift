public import ConflictingQA
import Probes
import Statistics
public import TextFiles

extension EvidenceReport {
  /// The numbers of the report as JSON, as the page embeds them and `--json` prints them.
  public var data: JSONValue {
    [
      "reader": .string(subject.reader), "data": .string(subject.data),
      "questions": .integer(Int64(evidence.questions.count)),
      "comparisons": .integer(Int64(scores.count)),
      "verdict": .string(convincingness.rankability.verdict.rawValue),
      "spread": .number(convincingness.rankability.spread),
      "spread_p": .number(convincingness.rankability.pValue),
      "yes_win_rate": convincingness.yesWinRate.json,
      "position_effect": convincingness.positionEffect.json,
      "order_flips": convincingness.orderFlips.json,
      "split_half_reliability": .number(convincingness.splitHalf.reliability),
      "documents": .array(convincingness.standings.map(\.json)),
      "features": .array(sensitivities.map(\.json)),
      "joint_model": .array((jointModel?.terms ?? []).map(\.json)),
      "off_format_pairs": .integer(Int64(convincingness.rates.offFormatPairs)),
      "edits": .array(effects.map(\.json)),
      "mixture": .array((mixture?.effects ?? []).map(\.json)),
      "majorities": majorities?.json ?? .array([]),
      "flips": .array(flips.map(\.json)),
      "rewrites": .array(trials.filter(\.isRewrite).map(\.gatesJSON)),
      "claims_judge": claimsTest.map { test in
        ["judge": .string(test.judge), "controls": .array(test.rows.map(\.json))]
      } ?? .null,
      "work": .array(work.map(\.json)),
    ]
  }
}

extension DocumentStanding {
  fileprivate var json: JSONValue {
    [
      "document": .string(documentID), "question": .string(questionID),
      "stance": .string(stance.rawValue), "soft_win_rate": .number(softWinRate),
      "hard_win_rate": .number(hardWinRate), "opponents": .integer(Int64(opponents)),
      "leave_one_out": .array([.number(leaveOneOut.low), .number(leaveOneOut.high)]),
      "theta": .number(theta),
    ]
  }
}

extension FeatureSensitivity {
  fileprivate var json: JSONValue {
    [
      "feature": .string(feature.rawValue), "documents": documents.json,
      "documents_p": .number(documentPValue), "holm": .number(holm),
      "q": .number(falseDiscoveryRate), "pairs": pairs.json, "pairs_p": .number(pairPValue),
    ]
  }
}

extension JointModel.Term {
  fileprivate var json: JSONValue {
    [
      "feature": .string(feature.rawValue), "coefficient": coefficient.json, "p": .number(pValue),
      "variance_inflation": .number(varianceInflation), "partial_share": .number(partialShare),
      "scale": .number(scale),
    ]
  }
}

extension FactorialEdits.Effect {
  /// The effect as JSON.
  public var json: JSONValue {
    [
      "edits": .array(edits.map { .string($0) }), "win_rate": winRate.json, "p": .number(pValue),
      "holm": .number(holm),
    ]
  }
}

extension MajorityCurve {
  /// The points as JSON.
  public var json: JSONValue {
    .array(
      points.map { point in
        [
          "kind": .string(point.kind.rawValue), "ratio": .integer(Int64(point.ratio)),
          "log_odds": point.logOdds.json, "gain": point.gain?.json ?? .null,
          "beyond_repeats": point.beyondRepeats?.json ?? .null, "p": .number(point.pValue),
          "holm": .number(point.holm),
        ]
      })
  }
}

extension EditTrial {
  /// How many rewrites were taken and what was wrong with the others; null where nobody judged.
  public var gatesJSON: JSONValue {
    let failed = RewriteFailure.Gate.allCases.map { gate in
      (
        gate.rawValue,
        isJudged(gate) ? JSONValue.integer(Int64(failedGates[gate, default: 0])) : .null
      )
    }
    return [
      "rewrite": .string(edit.id), "documents": .integer(Int64(documents.count)),
      "passed": .integer(Int64(count(.passed))), "failed_gates": .object(JSONObject(failed)),
      "claims_judge": edit.claimsJudge.map(JSONValue.string) ?? .null,
    ]
  }
}

extension ClaimsTest.Row {
  /// The row as JSON.
  public var json: JSONValue {
    let counts = ClaimJudgement.Verdict.allCases.map {
      ($0.rawValue, JSONValue.integer(Int64(verdicts[$0, default: 0])))
    }
    return .object(
      JSONObject(
        [
          ("control", .string(control.rawValue)), ("says_it", .bool(control.saysIt)),
        ] + counts + [("right", right.json), ("documents_right", wholeDocuments.json)]))
  }
}

extension WorkLog.Total {
  fileprivate var json: JSONValue {
    [
      "step": .string(step), "reader": .string(reader), "prompts": .integer(Int64(prompts)),
      "tokens": tokens.map { .integer(Int64($0)) } ?? .null,
      "tokens_computed": computedTokens.map { .integer(Int64($0)) } ?? .null,
      "seconds": .number(seconds),
    ]
  }
}

extension EditEffect {
  /// The effect as JSON.
  public var json: JSONValue {
    [
      "edit": .string(edit.id), "title": .string(edit.title),
      "family": .string(edit.family.rawValue), "win_rate": winRate.json,
      "log_odds": logOdds.json, "beyond_placebo": beyondPlacebo?.json ?? .null,
      "log_odds_beyond_placebo": logOddsBeyondPlacebo?.json ?? .null, "p": .number(pValue),
      "holm": .number(holm), "equivalence_p": .number(equivalencePValue),
      "left_out": .integer(Int64(leftOut)), "verdict": .string(verdict.rawValue),
    ]
  }
}
