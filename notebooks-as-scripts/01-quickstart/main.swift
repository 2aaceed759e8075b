// # Quickstart
//
// From texts with labels to a calibrated probe, with nothing to fetch: a small model of a made-up
// language reads the beginnings of sentences, and a linear probe of its hidden state says whether
// the next word is a fact or a matter of chance. [Statements](statements/README.md) does the same
// with true and false statements and SmolLM2; `run.sh` is the command line's way.

import Calibration
import Charts
import Embeddings
import LanguageModels
import Notebooks
import Probes
import TensorFiles
import Worlds

let page = Notebook()

// ## 1. Texts with labels
//
// Any CSV file will do. Here it is made from the world of [facts and
// coins](../../data/worlds/facts-and-coins/README.md), where the label is known exactly: each text
// stops before the value of a subject, which has either always the same value (a fact) or a new one
// every time (a coin). Texts about one subject are one group and stay on one side of any split.

let folder = "data/worlds/facts-and-coins"
let world = try WorldFile(path: "\(folder)/world.json").world()
var lines = ["id,text,chance,subject"]
for index in 0..<3000 {
  let tokens = world.document(index, of: .test, length: 40).tokens
  let truth = try world.truth(of: tokens, in: .test)
  guard let last = truth.subject.lastIndex(where: { $0 != nil }), let subject = truth.subject[last]
  else { continue }
  let text = world.vocabulary.text(of: Array(tokens[...last]))
  lines.append("\(index),\"\(text)\",\(truth.kind[last] == .coin ? 1 : 0),\(subject)")
}
let file = page.scratch("texts.csv")
try Folder.make(page.scratch(""))
try AtomicFile.write(path: file, text: lines.joined(separator: "\n") + "\n")
page.show("> " + lines[1...3].joined(separator: "\n>\n> "))

// ## 2. Hidden states
//
// The model reads every text once; the state at the last token is kept, at every tap.

let model = try LanguageModel.open(path: "\(folder)/small")
let store = try EmbeddingStore(
  path: page.scratch("texts.store"), scoring: DocumentReader(path: file), with: model,
  policy: ScoringPolicy(taps: model.taps, positions: .last, statistics: false))
page.show(
  Table(
    ["model", "taps", "width", "texts"],
    [
      [
        model.name, store.manifest.settings.taps.joined(separator: ", "),
        store.manifest.model.width, store.manifest.documents,
      ]
    ]))

// ## 3. A probe
//
// Groups are divided into train, validation and test. A logistic probe is fitted on train at every
// tap; validation chooses the tap and fits the recalibration; test has no say in anything.

let examples = try StoreExamples(store: store, labels: file, label: "chance", group: "subject")
let training = try trainProbe(features: examples.features, labels: examples.labels)
let sweep = training.sweep
page.show(
  LayerSweepFigure(
    title: "Where the model knows", metric: "AUROC (higher is better)", taps: sweep.rows.map(\.tap),
    series: [
      .init(name: "validation", values: sweep.rows.map(\.validation.auroc.measured)),
      .init(name: "test", values: sweep.rows.map(\.test.auroc.measured)),
    ], winner: sweep.chosen, chance: 0.5), as: "sweep")

// ## 4. What it is worth
//
// Brackets are 95 % intervals over groups. Beside the probe stand predictors that are simpler.

let test = training.test
page.show(
  Table(
    ["predictor", "AUROC", "accuracy", "ECE"],
    [["probe at \(test.tap)", test.final.auroc, test.final.accuracy, test.final.equalWidthECE]]
      + test.baselines.map {
        [$0.baseline.kind.rawValue, $0.auroc, $0.metrics[.accuracy], $0.metrics[.equalWidthECE]]
      }))
page.show(
  "n = \(test.size.count) texts about \(test.size.groups) subjects, "
    + "\(test.size.positives) of them coins.")
if let curve = test.reliabilityAfter {
  page.show(
    ReliabilityFigure(title: "Recalibrated probabilities", curve, positive: "chance"),
    as: "reliability")
}

// ## 5. Keep it and use it
//
// A probe is one safetensors file with everything that is needed to use it and to judge it again.

try ProbeFile.write(training.probe, to: page.scratch("chance.probe"))
let kept = try ProbeFile.open(page.scratch("chance.probe"))
let features = try examples.features.layer(kept.tap)
let answers = try kept.predict(features, rows: [0, 1, 2])
page.show(
  Table(
    ["text ends with", "the next word is", "probability of chance"],
    (0..<3).map { row in
      [
        "... " + examples.texts[row].split(separator: " ").suffix(7).joined(separator: " "),
        examples.labels.labels[row] ? "a coin" : "a fact", answers[row].calibrated,
      ]
    }))

// **What this shows.** The small model's state tells chance from fact for subjects that the probe
// has never seen. It does so after the second block and not before, where validation and test
// scatter around 0.5. **What it does not show.** That the model knows the facts: most of these it
// cannot know. In this language class and attribute together decide what is chance, and that is a
// rule which a model can learn from other subjects. [Ignorance or
// chance](../02-knowable-in-a-world/page.md) goes on from here.

page.finish()
