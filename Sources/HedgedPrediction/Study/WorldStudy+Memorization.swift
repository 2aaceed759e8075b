import Probes
import Statistics
import TextFiles

extension WorldStudy {
  func memorizationResult(_ run: MemorizationRun, check: @Sendable () throws -> Void) throws
    -> JSONValue
  {
    let space = space
    let checkpoints = try parallelMap(worlds.count) { number -> [Memorization.Checkpoint] in
      let generator = worlds[number].generator.child("memorisation")
      let questions = worlds[number].world.questions(
        settings.memorizationQuestions, stream: "memorised")
      let examples = try FinetuningExample.joined(
        truths: questions.truths, scores: questions.scores(.negativeLogLikelihood), space: space)
      let arms = try MatchedArms(
        [run.scheme, .abstainOnUnfamiliar], examples: examples,
        split: .topShare(settings.unfamiliarShare), space: space,
        steps: settings.memorizationSteps, seeds: [generator.seed], generator: generator)
      let hedge = try calculus.hedge(of: arms.arms[0].unfamiliarTargets)
      let start =
        run.startsAbstaining
        ? try WorldRun(arms.arms[1], of: questions, calculus: calculus).head
        : EvidenceHead(space: space)
      return try Memorization(
        arms.arms[0], of: questions, heldOut: worlds[number].heldOut, hedge: hedge,
        settings: run.settings(steps: settings.memorizationSteps), generator: generator
      ).run(from: start, check: check)
    }
    let steps = checkpoints.first?.map(\.step) ?? []
    let hedgedness = checkpoints.map { points in
      points.map { run.scheme == .truth && !run.startsAbstaining ? 1 - $0.distance : $0.abstention }
    }
    return [
      "name": .string(run.name), "id": .string(run.rawValue),
      "quantity": .string(
        run == .truth
          ? "1 - distance from the hedge, unfamiliar questions"
          : "probability of abstaining, unfamiliar questions"),
      "half_lives": .array(
        hedgedness.map { HalfLife(steps: steps, values: $0)?.json ?? .null }),
      "checkpoints": .array(
        steps.indices.map { place in
          func mean(_ value: (Memorization.Checkpoint) -> Double) -> JSONValue {
            .finite(Sample.mean(checkpoints.map { value($0[place]) }))
          }
          return [
            "step": .integer(Int64(steps[place])), "familiar_fit": mean(\.familiarFit),
            "unfamiliar_fit": mean(\.unfamiliarFit), "abstention": mean(\.abstention),
            "distance": mean(\.distance), "entropy": mean(\.entropy),
            "familiar_right": mean(\.familiarRight),
            "hedgedness": .finite(Sample.mean(hedgedness.map { $0[place] })),
            "hedgedness_low": .finite(hedgedness.map { $0[place] }.min() ?? .nan),
            "hedgedness_high": .finite(hedgedness.map { $0[place] }.max() ?? .nan),
          ]
        }),
    ]
  }
}
