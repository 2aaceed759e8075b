import Foundation
import Statistics

/// Early stopping: which of a run's checkpoints is judged, chosen on questions that are not judged.
struct CheckpointChoice: Sendable {
  /// The place of the checkpoint among the run's.
  let checkpoint: Int
  /// Whether each evaluation item is judged.
  let isJudged: [Bool]

  /// The checkpoint with the least loss on the stopping questions, supervised as the arm supervises;
  /// of equals the first. Without such questions the last checkpoint, judged on everything.
  ///
  /// - Throws: ``HedgedPredictionError`` when none of the stopping questions is unfamiliar.
  init(
    _ arm: Arm, _ job: FinetuningJob, _ outcome: FinetuningOutcome, study: FinetuningStudy,
    seed: UInt64, space: AnswerSpace
  ) throws {
    let stopping = study.stopping(seed: seed)
    isJudged = job.evaluation.map { !stopping.contains($0.question) }
    guard !stopping.isEmpty else {
      checkpoint = outcome.checkpoints.count - 1
      return
    }
    let questions = stopping.sorted()
    let supervised = try MatchedArms(
      [arm.scheme],
      examples: questions.map {
        FinetuningExample(truth: study.table.truths[$0], score: study.relabelling[$0])
      }, split: .above(arm.log.threshold), space: space, steps: 1, seeds: [seed],
      generator: RandomGenerator(seed: seed).child("stopping"))
    var targets: [Int: SupervisedExample] = [:]
    for example in supervised.arms[0].examples { targets[questions[example.source]] = example }
    let losses = outcome.checkpoints.map { checkpoint in
      zip(job.evaluation, checkpoint.predictions).reduce(0.0) { sum, row in
        guard var example = targets[row.0.question] else { return sum }
        // Options of a question's own are shown in every order.
        example.target.swapAt(example.truth, row.0.place)
        return sum
          - zip(example.target, row.1).reduce(0.0) {
            $1.0 > 0 ? $0 + example.weight * $1.0 * log(max($1.1, 1e-300)) : $0
          }
      }
    }
    checkpoint = losses.indices.min { losses[$0] < losses[$1] } ?? 0
  }
}
