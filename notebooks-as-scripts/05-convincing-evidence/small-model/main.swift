// # Which evidence does a small model believe?
//
// [The page before](../page.md) tried the method on readers that we know. Here
// SmolLM2-135M-Instruct answers. Needs `knowable models pull smollm2-135m-instruct`; three minutes
// on two cores.

import Charts
import ConflictingQA
import LanguageModels
import Notebooks
import Statistics

let page = Notebook(tolerance: Tolerance(absolute: 0.02, relative: 0.02))
let name = "smollm2-135m-instruct"
guard let path = FetchedModels.find(name) else {
  page.skip("`knowable models pull \(name)` fetches the model that it needs.")
}

// ## Every pair, in both orders
//
// An answer is the probability of Yes against No as the next token. Prompts that begin alike share
// the work.

let model = try LanguageModel.open(path: path, precision: .bf16)
let reader = try EngineReader(
  model: model, template: PromptTemplate.load("documents"), chat: model.chatTemplate())
let evidence = try EvidenceSet.load(path: "data/conflictingqa-mini/evidence.jsonl")
let plan = try ScoringPlan(evidence, reader: reader, options: .init(singles: false))
let scores = try await plan.run(reader).pairs
let found = Convincingness(scores)
page.show(
  Table(
    ["what", "value"],
    [
      ["comparisons", scores.count],
      ["share of answers that are yes", found.rankability.yesShare],
      ["mean probability of yes", found.yesWinRate],
      ["log odds gained by standing first (nats)", found.positionEffect],
      ["answers that change with the order", found.orderFlips],
      ["split-half reliability of a passage's log odds", found.splitHalf.reliability],
      ["passages of a side differ: p", found.rankability.pValue],
    ]))
page.show("**\(found.rankability.sentence)**")

// Intervals are over the 24 questions. A raw win rate would credit every passage of one side and
// blame every passage of the other, whatever stands in it.

// ## What goes with winning?

let table = try await FeatureTable(questions: evidence.questions, documents: evidence.documents)
let sensitivities = FeatureSensitivity.all(scores, table: table)
  .filter { !$0.documents.value.isNaN }
  .sorted { abs($0.documents.value) > abs($1.documents.value) }
page.show(
  ForestFigure(
    title: "What goes with winning", metric: "Spearman's ρ with the passage's strength",
    rows: sensitivities.map {
      .init(label: $0.feature.rawValue, value: $0.documents.measured, isMain: $0.holm < 0.05)
    }, reference: 0), as: "features")
page.show(
  "After Holm's correction \(sensitivities.count { $0.holm < 0.05 }) of \(sensitivities.count) "
    + "features have p < 0.05.")

// ## Edits
//
// One passage a side of each question against one opponent; effects are beyond the placebo of the
// edit.

let design = EditDesign(
  questions: Array(evidence.questions.prefix(12)), documents: evidence.documents,
  documentsPerSide: 1, opponents: 1)
var trials: [EditTrial] = []
for edit in EvidenceEdit.catalogue where ["R1", "R3", "S1", "P0", "P1"].contains(edit.id) {
  trials.append(try await design.run(edit, reader))
}
let effects = EditEffect.all(trials, baseline: try await design.baseline(reader))
page.show(
  Table(
    ["edit", "what it does", "win rate beyond its placebo", "Holm", "verdict"],
    effects.map {
      [$0.edit.id, $0.edit.title, $0.beyondPlacebo, $0.holm, $0.verdict.rawValue]
    }))

// **What this does not show.** A model of this size says little about larger ones, and a dozen
// questions say little about small effects. [README](../README.md) has the longer study.

page.finish()
