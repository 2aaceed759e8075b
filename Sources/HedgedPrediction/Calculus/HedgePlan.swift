public import TextFiles

/// What a finetuning run is expected to do, written down before it starts.
public struct HedgePlan: Sendable {
  /// The run's name, such as the scheme's.
  public let name: String
  /// Objective, answers and reduction.
  public let calculus: HedgeCalculus
  /// What supervision came out as; nil for plans without examples.
  public let log: SchemeLog?
  /// The hedge; nil when no unfamiliar example with a weight is left to fix one.
  public let hedge: Hedge?
  /// What rewards make a policy do, where there are some.
  public let decision: AnswerDecision?
  /// What the prediction rests on.
  public let assumptions: [String]

  /// The plan of one arm.
  ///
  /// - Throws: ``HedgedPredictionError`` of the calculus for targets that are no distributions.
  public init(_ arm: Arm, calculus: HedgeCalculus) throws {
    try self.init(
      name: arm.scheme.name, calculus: calculus, targets: arm.unfamiliarTargets, log: arm.log)
  }

  /// The plan of a run with these unfamiliar targets; without any of positive weight there is no
  /// hedge to predict.
  public init(
    name: String, calculus: HedgeCalculus, targets: [WeightedTarget], log: SchemeLog? = nil
  ) throws {
    (self.name, self.calculus, self.log) = (name, calculus, log)
    let hedge =
      targets.contains { $0.weight > 0 } ? try calculus.hedge(of: targets) : nil
    self.hedge = hedge
    decision = try calculus.objective.rewards.flatMap { rewards in
      guard hedge != nil else { return nil }
      return AnswerDecision(
        rewards, truth: try calculus.meanTarget(of: targets), in: calculus.space)
    }
    assumptions = Self.assumptions(calculus, hedge)
  }

  /// The plan for people, a few lines.
  public var text: String {
    var lines = ["\(name): \(calculus.objective.text), \(calculus.reduction.rawValue)"]
    if let log { lines.append("  supervision: \(log.text)") }
    if let hedge {
      let uniqueness = hedge.isUnique ? "unique" : "not unique: any mixture of these"
      lines.append(
        "  predicted hedge: \(calculus.space.text(hedge.distribution)) (\(uniqueness))")
    } else {
      lines.append("  predicted hedge: none, because no unfamiliar example is left to fix one")
    }
    if let decision { lines.append("  decision: \(decision.text)") }
    return (lines + assumptions.map { "  assumes: \($0)" }).joined(separator: "\n") + "\n"
  }

  /// The plan as data.
  public var json: JSONValue {
    var members = JSONObject([
      ("name", .string(name)), ("objective", .string(calculus.objective.text)),
      ("reduction", .string(calculus.reduction.rawValue)),
      ("answers", .array(calculus.space.names.map(JSONValue.string))),
      ("hedge", hedge?.json ?? .null),
      ("assumptions", .array(assumptions.map(JSONValue.string))),
    ])
    if let decision {
      members["guess_value"] = .number(decision.guessValue)
      members["abstains_when_blind"] = .bool(decision.abstainsWhenBlind)
      members["chow_threshold"] = decision.chowThreshold.map(JSONValue.number) ?? .null
    }
    if let log {
      members["examples"] = .integer(Int64(log.examples))
      members["unfamiliar"] = .integer(Int64(log.unfamiliar))
      members["changed"] = .integer(Int64(log.changed))
      members["abstentions"] = .integer(Int64(log.abstentions))
      members["resampled"] = .integer(Int64(log.resampled))
      members["threshold"] = .finite(log.threshold)
      members["ties_at_threshold"] = .integer(Int64(log.ties))
      members["mean_target"] = .array(log.meanTarget.map(JSONValue.finite))
    }
    return .object(members)
  }

  private static func assumptions(_ calculus: HedgeCalculus, _ hedge: Hedge?) -> [String] {
    var result = [
      "no feature that the model can use tells unfamiliar examples apart (no memorisation)"
    ]
    if calculus.reduction == .sequenceMean, Set(calculus.responseTokens).count > 1,
      calculus.objective.rewards == nil
    {
      result.append("the first token of a response of L tokens weighs 1/L")
    }
    if let hedge, !hedge.isUnique {
      result.append("only the support of the hedge is predicted, not the mixture inside it")
    }
    return result
  }
}
