import Probes
import Statistics
import TextFiles

extension WorldStudy {
  private func hedge(of rewards: RewardRule) throws -> Hedge {
    let truths = worlds.flatMap { $0.arms.arm(.truth)?.unfamiliarTargets ?? [] }
    return try HedgeCalculus(.reward(rewards), space: space).hedge(of: truths)
  }

  private func starts() throws -> [EvidenceHead] { try runs(Self.policyStart).map(\.head) }

  func rewardResult(abstain: Double) throws -> JSONValue {
    let rewards = RewardRule.paper(abstain: abstain)
    let starts = try starts()
    let heads = try parallelMap(worlds.count) { number in
      RewardPolicy(rewards).trained(from: starts[number], on: worlds[number].training)
    }
    let hedge = try hedge(of: rewards)
    let predictions = try heldOutPredictions(heads)
    let evaluation = try HedgeEvaluation(
      predictions, hedge: hedge, bins: bins, rewards: rewards, options: options)
    let uniform = space.uniformOverOptions
    return [
      "abstain": .number(abstain), "rewards": .string(rewards.text),
      "decision": .string(AnswerDecision(rewards, truth: uniform, in: space).text),
      "switch_at": .number(rewards.guessValue(options: settings.world.options)),
      "chow_threshold": rewards.chowThreshold.map(JSONValue.number) ?? .null,
      "evaluation": evaluation.json, "chow": chow(rewards),
    ]
  }

  /// What Chow's policy does on the same questions: the likeliest answer of the best predictor when
  /// its chance is above the threshold.
  private func chow(_ rewards: RewardRule) -> JSONValue {
    var counts = (right: 0.0, wrong: 0.0, abstain: 0.0)
    for world in worlds {
      for question in 0..<world.heldOut.count {
        let best = world.heldOut.bestAnswer(question).max() ?? 0
        if rewards.abstains(probabilityRight: best) {
          counts.abstain += 1
        } else {
          let right = world.heldOut.bestIsRight(question)
          counts.right += right
          counts.wrong += 1 - right
        }
      }
    }
    let n = counts.right + counts.wrong + counts.abstain
    let reward =
      (counts.right * rewards.right + counts.wrong * rewards.wrong + counts.abstain
        * (rewards.abstain ?? 0)) / n
    return [
      "right": .number(counts.right / n), "wrong": .number(counts.wrong / n),
      "abstain": .number(counts.abstain / n), "reward": .number(reward),
    ]
  }

  func sampledRewardResult(abstain: Double) throws -> JSONValue {
    let rewards = RewardRule.paper(abstain: abstain)
    let starts = try starts()
    let hedge = try hedge(of: rewards)
    let rows = try [0, 0.1].flatMap { coefficient in
      try [1, 4].map { epochs -> JSONValue in
        let heads = try parallelMap(worlds.count) { number in
          var sampled = SampledPolicy(RewardPolicy(rewards, coefficient: coefficient))
          sampled.epochs = epochs
          let generator = worlds[number].generator.child("policy samples")
          return sampled.trained(
            from: starts[number], on: worlds[number].training, generator: generator)
        }
        let evaluation = try HedgeEvaluation(
          heldOutPredictions(heads), hedge: hedge, bins: bins, rewards: rewards, options: options)
        return [
          "coefficient": .number(coefficient), "epochs": .integer(Int64(epochs)),
          "method": .string(epochs == 1 ? "REINFORCE" : "PPO"),
          "overall": evaluation.overall.json,
          "least_familiar": evaluation.bins.last { $0.rows > 0 }?.json ?? .null,
        ]
      }
    }
    return ["abstain": .number(abstain), "runs": .array(rows)]
  }
}
