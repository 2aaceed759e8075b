// # Ignorance or chance, in real models
//
// [In a world](../02-knowable-in-a-world/page.md) a larger model's word was nearly as good as the
// truth. Here are two real models that share no tokenizer: SmolLM2-135M-Instruct is the one whose
// uncertainty is explained, Gemma 3 270M stands in for someone who knows more. The text is code
// that the repository carries, the scripts that make its golden files; [README](README.md) has
// articles, other code, and the way from one to the other. Needs both models (`knowable models
// pull`).

import Calibration
import Charts
import Embeddings
import Foundation
import LanguageModels
import Notebooks
import Probes
import Statistics
import TensorFiles
import TextFiles

let page = Notebook(page: "page.md", tolerance: Tolerance(absolute: 0.02, relative: 0.02))
func fetched(_ name: String) throws -> LanguageModel {
  guard let path = FetchedModels.find(name) else {
    page.skip("`knowable models pull \(name)` fetches a model that it needs.")
  }
  return try LanguageModel.open(path: path, precision: .bf16)
}
let small = try fetched("smollm2-135m-instruct")
let large = try fetched("gemma-3-270m")

// ## Two readings of one text
//
// Both models read the scripts. Where both end a token at the same byte, their entropies are about
// the same question: what comes next?

let scripts = "Tests/Goldens/make"
let names = try FileManager.default.contentsOfDirectory(atPath: scripts)
  .filter { $0.hasSuffix(".py") }.sorted()
let documents = try names.map { name -> String in
  let text = try String(contentsOfFile: "\(scripts)/\(name)", encoding: .utf8)
  let document: JSONValue = ["id": .string(name), "text": .string(String(text.prefix(4000)))]
  return document.serialized()
}
try Folder.make(page.scratch(""))
try AtomicFile.write(
  path: page.scratch("scripts.jsonl"), text: documents.joined(separator: "\n") + "\n")

func read(with model: LanguageModel, taps: [Tap]) throws -> EmbeddingStore {
  try EmbeddingStore(
    path: page.scratch("\(model.name).store"),
    scoring: DocumentReader(path: page.scratch("scripts.jsonl")), with: model,
    policy: ScoringPolicy(taps: taps, topK: 0), dtype: .bfloat16)
}
let taps = try [.embedding, small.tap(named: "block.15"), .finalNorm]
let store = try read(with: small, taps: taps)
let pairs = try PairedPositions(
  small: PairSide(store), large: PairSide(read(with: large, taps: [])))
page.show(
  Table(
    ["scripts", "positions of the small model", "paired", "mean entropy, small", "large (nats)"],
    [
      [
        pairs.documentIDs.count, pairs.alignment.smallPositions, pairs.count,
        Sample.mean(pairs.smallEntropy.map(Double.init)),
        Sample.mean(pairs.largeEntropy.map(Double.init)),
      ]
    ]))

// ## Labels
//
// Where the small model's entropy lies in [2, 4) nats: *epistemic* where the large one's is below
// 0.5, *aleatoric* elsewhere. Classes are balanced by number, and a script is never divided.

let selection = try LabelSelection(
  LabelledPositions(pairs, rule: LabelRule(band: EntropyBand(2, 4), task: .threshold())),
  split: GroupSplit(), balance: BalanceOptions(balance: .classes))
let counts = selection.labelled.counts
page.show(
  Table(
    ["in the band", "epistemic", "aleatoric"]
      + selection.reports.map { "\($0.part.rawValue), balanced" },
    [
      [counts.inBand, counts.classes[0], counts.classes[1]]
        + selection.reports.map { $0.balanced.reduce(0, +) }
    ]))

// Epistemic positions are rare: a model of 270M parameters seldom knows what one of 135M does not.

// ## A probe, and what it must beat

let examples = try selection.examples()
let training = try trainProbe(
  features: StoreRows(store, rows: examples.rows), labels: examples.labels)
let test = training.test
let baselines = try PositionBaseline.fit(selection).map {
  (name: $0.kind.rawValue, auroc: try $0.judge(selection).ranking.auroc)
}
let simpler = test.baselines.filter { [.embedding, .randomDirection].contains($0.baseline.kind) }
let rows =
  [ForestFigure.Row(label: "probe, \(test.tap)", value: test.final.auroc.measured, isMain: true)]
  + baselines.map { .init(label: $0.name, value: $0.auroc.measured) }
  + simpler.compactMap { result in
    result.auroc.map { .init(label: result.baseline.kind.rawValue, value: $0.measured) }
  }
page.show(
  ForestFigure(
    title: "Ignorance against chance, \(test.size.count) test positions",
    metric: "AUROC (higher is better)", rows: rows, reference: 0.5), as: "probe")
page.show(
  Table(
    ["predictor", "AUROC"],
    [["probe, \(test.tap)", test.final.auroc]] + baselines.map { [$0.name, $0.auroc] }
      + simpler.map { [$0.baseline.kind.rawValue, $0.auroc] }))

// Brackets are 95 % intervals over scripts. Read the probe beside `token-id` and `embedding`: what
// they reach is about the current word and not about knowledge.
//
// **What this does not show.** Whether these positions are knowable: the large model is a stand-in.
// And a handful of test scripts is too few for intervals that mean much, whatever the AUROC;
// [README](README.md) has more text.

page.finish()
