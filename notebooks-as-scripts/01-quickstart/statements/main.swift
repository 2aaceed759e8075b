// # True and false statements
//
// The [quickstart](../README.md) with a real model: SmolLM2-135M-Instruct reads true and false
// statements, a probe of its hidden state at the last token tells them apart on held-out groups,
// and the probe of one set is tried on negations. Needs `knowable models pull
// smollm2-135m-instruct`.

import Calibration
import Charts
import Embeddings
import LanguageModels
import Notebooks
import Probes
import Statistics

let page = Notebook(tolerance: Tolerance(absolute: 0.02, relative: 0.02))
let name = "smollm2-135m-instruct"
guard let path = FetchedModels.find(name) else {
  page.skip("`knowable models pull \(name)` fetches the model that it needs.")
}

// ## One set
//
// A set is a CSV file with the columns `statement`, `label` and `group`; groups hold a subject with
// its true and false statements.

let model = try LanguageModel.open(path: path)
func examples(_ set: String) throws -> StoreExamples {
  let file = "data/statements/\(set).csv"
  let store = try EmbeddingStore(
    path: page.scratch("\(set).store"),
    scoring: DocumentReader(path: file, columns: .init(text: "statement")), with: model,
    policy: ScoringPolicy(taps: model.taps, positions: .last, statistics: false))
  return try StoreExamples(store: store, labels: file, label: "label", group: "group")
}

let cities = try examples("cities")
let first = try trainProbe(features: cities.features, labels: cities.labels)
let sweep = first.sweep
page.show(
  LayerSweepFigure(
    title: "True or false, cities", metric: "AUROC (higher is better)", taps: sweep.rows.map(\.tap),
    series: [
      .init(name: "validation", values: sweep.rows.map(\.validation.auroc.measured)),
      .init(name: "test", values: sweep.rows.map(\.test.auroc.measured)),
    ], winner: sweep.chosen, chance: 0.5), as: "sweep")
if let curve = first.test.reliabilityAfter {
  page.show(
    ReliabilityFigure(title: "Recalibrated probabilities, cities", curve, positive: "true"),
    as: "reliability")
}

// ## Five sets

var rows: [[any TableCell]] = []
for set in ["cities", "countries", "numbers", "sums", "translations"] {
  let training =
    set == "cities"
    ? first : try trainProbe(features: examples(set).features, labels: examples(set).labels)
  let test = training.test
  rows.append([
    set, "\(test.size.count) (\(test.size.groups))", test.tap, test.final.auroc,
    test.before.equalWidthECE, test.final.equalWidthECE,
    test.best.map { "\($0.baseline.kind.rawValue) \($0.auroc?.cellText ?? "")" },
  ])
}

// The tap was chosen on validation; brackets are 95 % intervals over groups, n and the groups are
// those of the test part.

page.show(
  Table(
    [
      "set", "n (groups)", "tap", "AUROC", "ECE as fitted", "ECE recalibrated", "best baseline",
    ], rows))

// ## Does it read truth?
//
// The probe of *The city of X is in Y* on *The city of X is not in Y*, for cities it was not fitted
// on:

let negations = try examples("neg_cities")
var options = ProbeEvaluationOptions()
options.part = .test
let turned = try evaluateProbe(
  first.probe, features: negations.features, labels: negations.labels, options: options)
page.show(
  Table(
    ["probe of", "judged on", "n", "AUROC"],
    [
      ["cities", "cities", first.test.size.count, first.test.final.auroc],
      ["cities", "negations", turned.size.count, turned.final.auroc],
    ]))

// Far below 0.5: it reads something like "X and Y belong together", which a negation turns around,
// and not truth. A few hundred statements cannot tell a calibration error of 0.05 from none either
// ([calibration](../../07-calibration/README.md)).

page.finish()
