// # Hedged predictions: what finetuning teaches a model to say when it does not know
//
// Finetuning examples that ask what a model does not know cannot be learnt one by one; what is
// learnt is a single answer for all of them, the *hedge*, and their labels decide which (Kang et
// al. 2024). Here the hedge is computed before any training and then looked for, in a world where
// everything is known. [README](README.md) has more arms, [real models](real-models.md) has
// language models.

import Charts
import HedgedPrediction
import Notebooks
import Statistics

let page = Notebook(page: "page.md")

// ## The world
//
// Questions have four options. How familiar a question is, from 0 to 1, decides how good the base
// model's evidence about it is; a quarter of the questions is about things that were never met. The
// 40 % of the finetuning questions on which the base model's loss is highest count as unfamiliar.

let space = AnswerSpace.letters(4, abstention: true)
let world = try GaussianWorld(seed: 1)
let training = world.questions(2500, stream: "training")
let heldOut = world.questions(2500, stream: "held out")
let examples = try FinetuningExample.joined(
  truths: training.truths, scores: training.scores(.negativeLogLikelihood), space: space)

// ## Four ways to label what is unfamiliar
//
// The arms differ in nothing but the labels of some examples: same questions, same number, same
// order.

let schemes: [SupervisionScheme] = [
  .truth, SupervisionScheme(.positions([1, 2])), .abstainOnUnfamiliar, .abstainAtRandom,
]
let arms = try MatchedArms(
  schemes, examples: examples, split: .topShare(0.4), space: space, steps: 1, seeds: [0],
  generator: RandomGenerator(seed: 7))
let calculus = try HedgeCalculus(.crossEntropy, space: space)
let plans = try arms.arms.map { try HedgePlan($0, calculus: calculus) }
page.show(
  Table(
    ["arm", "what it does", "predicted hedge"],
    zip(arms.arms, plans).map { arm, plan in
      [arm.scheme.name, arm.scheme.text, plan.hedge.map { space.text($0.distribution) }]
    }))

// ## After training
//
// A head is fitted exactly to every arm and asked 2,500 new questions. What it says is averaged in
// bins of unfamiliarity and compared with the plan.

let bins = try ScoreBins(edges: [0, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0.nextUp])
let judged = try zip(arms.arms, plans).map { arm, plan -> (HedgeEvaluation, HedgeOutcome) in
  let head = try WorldRun(arm, of: training, calculus: calculus).head
  let evaluation = try HedgeEvaluation(
    heldOut.predictions(head, space: space, axis: .oracle),
    hedge: plan.hedge ?? calculus.hedge(of: []), bins: bins)
  return (evaluation, try HedgeOutcome(plan, evaluation))
}
page.show(
  Table(
    ["arm", "mean prediction where nothing is known", "distance from the hedge", "verdict"],
    zip(schemes, judged).map { scheme, result in
      let outcome = result.1
      return [
        scheme.name, space.text(outcome.observed), outcome.bin[.distanceOfMean],
        outcome.verdict.rawValue,
      ]
    }))

// A distance is half the sum of absolute differences, with a 95 % interval over questions; a plan
// is supported when the whole interval lies below 0.1.

page.show(
  CurvesFigure(
    title: "Abstaining where it was taught", xTitle: "unfamiliarity (0 known, 1 never met)",
    yTitle: "mean probability of \"I don't know\"",
    curves: zip(schemes, judged).filter { $0.0.name.contains("abstain") }.map { scheme, result in
      .init(
        name: scheme.name,
        places: result.0.bins.filter { $0.rows > 0 }.map {
          .init(x: $0.meanScore, y: $0[.abstain].measured)
        })
    }, references: [.init(name: "share of such labels", y: 0.4)], contains: [0, 1]),
  as: "abstaining")

// Labels on unfamiliar examples go where they belong: known questions are answered, unknown ones
// are not. The same number of labels at random teaches a habit instead. That arm is also the one
// whose hedge is *not* reached: the head cannot tell relabelled examples apart, its slope shrinks,
// and refusals compete with weaker evidence everywhere.

// ## Rewards switch the hedge
//
// Under reinforcement learning the hedge is whatever pays best blindly. With +2 for a right answer
// and −3 for a wrong one, a guess among four earns −3 + 5/4 = −1.75 on average, so abstaining
// should begin when it earns more than that. Trained with exact gradients, from a head that
// abstains at random:

let start = try WorldRun(arms.arms[3], of: training, calculus: calculus).head
let rewards = [-3.0, -2.5, -2, -1.75, -1.5, -1, 0, 1]
let policies = try rewards.map { abstain -> HedgeEvaluation in
  let rule = RewardRule.paper(abstain: abstain)
  let head = RewardPolicy(rule, steps: 400).trained(from: start, on: training)
  let hedge = try HedgeCalculus(.reward(rule), space: space).hedge(
    of: arms.arms[0].unfamiliarTargets)
  return try HedgeEvaluation(
    heldOut.predictions(head, space: space, axis: .oracle), hedge: hedge, bins: bins, rewards: rule)
}
func curve(_ name: String, _ value: (HedgeEvaluation) -> Estimate?) -> CurvesFigure.Curve {
  CurvesFigure.Curve(
    name: name,
    places: zip(rewards, policies).map { .init(x: $0, y: value($1)?.measured ?? Measured(.nan)) })
}
page.show(
  CurvesFigure(
    title: "Where the hedge switches", xTitle: "reward of abstaining",
    yTitle: "share of held-out questions",
    curves: [
      curve("abstains, never met") { $0.bins.last { $0.rows > 0 }?[.abstain] },
      curve("abstains, best known") { $0.bins.first { $0.rows > 0 }?[.abstain] },
      curve("wrong, all questions") { $0.overall[.wrong] },
    ], contains: [0, 1]), as: "rewards")
page.show(
  Table(
    ["reward of abstaining", "abstains, never met", "wrong, all", "reward", "regret against Chow"],
    zip(rewards, policies).map { reward, result in
      [
        NumberText.fixed(reward, decimals: 2), result.bins.last { $0.rows > 0 }?[.abstain],
        result.overall[.wrong], result.overall[.reward], result.overall[.regret],
      ]
    }))

// The switch comes where the arithmetic says. Regret compares with a policy that knows its own
// chance of being right.
//
// **What this does not show.** That a language model has no feature by which unfamiliar examples
// could be told apart: it may memorise them, and [real models](real-models.md) do not reach the
// exact hedge.

page.finish()
