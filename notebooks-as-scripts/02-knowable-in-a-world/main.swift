// # Ignorance or chance, where the truth is known
//
// A language model is unsure of the next word. Does it not know, or could nobody? In a made-up
// language the answer is exact, so the method can be held against it before it is trusted
// elsewhere. This page follows two small models of [facts and
// coins](../../data/worlds/facts-and-coins/README.md) through the library; [README](README.md) has
// the command line and more predictors.

import Calibration
import Charts
import Embeddings
import LanguageModels
import Notebooks
import Probes
import Statistics
import TensorFiles
import Worlds

let page = Notebook(page: "page.md")

// ## The language
//
// Every entity has attributes. Some are *facts*, with always the same value; some are *coins*,
// drawn anew every time. Grammar and words look alike for both.

let folder = "data/worlds/facts-and-coins"
let world = try WorldFile(path: "\(folder)/world.json").world()
let text = world.document(0, of: .test, length: 64).tokens
let truth = try world.truth(of: text, in: .test)
page.show("> \(world.vocabulary.text(of: text))")

let kinds = PositionKind.allCases.map { kind -> [any TableCell] in
  let entropies = zip(truth.kind, truth.entropy).filter { $0.0 == kind }.map(\.1)
  return [kind.rawValue, entropies.count, Sample.mean(entropies)]
}
page.show(Table(["next word", "positions in this text", "exact entropy (nats)"], kinds))

// ## The models
//
// The small one (38,400 weights) was trained on 48,000 texts; the large one (686,336) knows more.
// Their loss at a position is divided exactly into what nobody can avoid, the entropy of the truth,
// and what the model lacks, a Kullback-Leibler divergence.

let small = try LanguageModel.open(path: "\(folder)/small")
let large = try LanguageModel.open(path: "\(folder)/large")
let familiarity = Familiarity(of: world, documents: 48_000, length: 256)
func audit(_ model: LanguageModel) throws -> [ModelAudit.Row] {
  try ModelAudit(
    of: model, in: world, stream: .test, documents: 100, length: 256, familiarity: familiarity
  ).rows
}
page.show(
  Table(
    ["next word", "n", "nobody can avoid", "small model lacks", "large model lacks"],
    zip(try audit(small), try audit(large)).map {
      [$0.group.name, $0.count, $0.exact, $0.excess, $1.excess]
    }))

// All in nats, with 95 % intervals over texts. "Seen" counts statements of that fact in the
// training texts of the small model. Neither model knows the rare facts; both know that a coin is a
// coin.

// ## Labels without the truth
//
// With real text nobody has the truth. Ahdritz et al. (2024) take a larger model's word for it:
// where the small model's entropy lies in a band, a position is *epistemic* if the large model is
// sure and *aleatoric* if it is as unsure. Both models read 400 texts.

try world.write(400, of: .test, length: 256, to: page.scratch("texts"))
func read(with model: LanguageModel, taps: [Tap]) throws -> EmbeddingStore {
  try EmbeddingStore(
    path: page.scratch("\(taps.count).store"),
    scoring: DocumentReader(path: page.scratch("texts/documents.jsonl")), with: model,
    policy: ScoringPolicy(taps: taps, topK: 0), dtype: .bfloat16)
}
let store = try read(with: small, taps: small.taps)
let byModel = try PairedPositions(
  small: PairSide(store), large: PairSide(read(with: large, taps: [])))
let byTruth = try PairedPositions(
  small: PairSide(store), truth: page.scratch("texts/truth.jsonl"))

let facts = LabelTask.kinds(zero: ["fact"], one: ["coin"])
let tasks: [(name: String, positions: PairedPositions, task: LabelTask)] = [
  ("large model, with a gap", byModel, .paperGap), ("large model", byModel, .threshold()),
  ("exact entropy", byTruth, .threshold()), ("facts and coins", byTruth, facts),
]
let selections = try tasks.map { task in
  try LabelSelection(
    LabelledPositions(
      task.positions, rule: LabelRule(task: task.task, source: task.positions.source)),
    split: GroupSplit(), balance: BalanceOptions(balance: .tokens, seed: 0))
}
page.show(
  Table(
    ["labels by", "in the band", "epistemic", "aleatoric", "left after balancing"],
    zip(tasks, selections).map { task, selection in
      let counts = selection.labelled.counts
      return [
        task.name, counts.inBand, counts.classes[0], counts.classes[1],
        selection.reports.reduce(0) { $0 + $1.balanced.reduce(0, +) },
      ]
    }))

// Balancing makes both classes equally frequent after every single token id, so that no probe can
// win by knowing which words go with which class.

// ## Probes
//
// A linear probe reads the small model's hidden state: fitted on train, tap chosen on validation,
// judged on texts that neither has seen. Beside it stands what needs no hidden state.

func fit(_ selection: LabelSelection) throws -> (probe: ProbeTraining, entropy: JudgedScores) {
  let examples = try selection.examples()
  let training = try trainProbe(
    features: StoreRows(store, rows: examples.rows), labels: examples.labels)
  let baselines = try PositionBaseline.fit(selection)
  return (training, try baselines[0].judge(selection))
}
let results = try selections.map(fit)
page.show(
  Table(
    [
      "labels by", "n (texts)", "tap", "AUROC of the probe", "of the entropy alone",
      "direction at random",
    ],
    zip(tasks, results).map { task, result in
      let test = result.probe.test
      let random = test.baselines.first { $0.baseline.kind == .randomDirection }?.auroc
      return [
        task.name, "\(test.size.count) (\(test.size.groups))", test.tap, test.final.auroc,
        result.entropy.ranking.auroc, random?.value ?? .nan,
      ]
    }))
page.show(
  ForestFigure(
    title: "Ignorance against chance", metric: "AUROC (higher is better)",
    rows: zip(tasks, results).flatMap { task, result in
      [
        .init(
          label: "\(task.name): probe", value: result.probe.test.final.auroc.measured,
          isMain: true),
        .init(label: "entropy alone", value: result.entropy.ranking.auroc.measured),
      ]
    }, reference: 0.5), as: "probes")

// The small model's states tell facts that it does not know from coins nearly without error, where
// its entropy lies in the same band for both.
//
// ## Is the larger model's word good enough?
//
// The probes of the first three labels, judged by one truth: all against the exact entropy, at the
// very same test positions.

let exact = try selections[2].examples(parts: [.test])
let judged = try results.prefix(3).map { result in
  let probe = result.probe.probe
  return try evaluateRanking(
    scores: probe.logits(of: StoreRows(store, rows: exact.rows).layer(probe.tap), rows: nil),
    labels: exact.labels.labels, clusters: exact.labels.groupNumbers
  ).auroc
}
page.show(
  Table(
    ["probe fitted on labels by", "n", "AUROC against the exact entropy"],
    zip(tasks, judged).map { [$0.name, $1.count, $1] }))

// Labels by a larger model, imperfect as it is, teach the probe most of what labels by the truth
// do.
//
// **What this does not show.** The classes were balanced; on positions as they come, grammar words
// return whose tokens stand in one class only and which the fit has never seen. And the band of 2
// to 3 nats suits this language; entropy alone tells more here than in English, because coins lie
// in a narrower range than unknown facts. [The next notebook](../03-knowable-in-real-models) asks
// real models.

page.finish()
