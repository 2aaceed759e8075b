// # The In-Context Learning Test, where its answer is known
//
// A model reads a text, then one of its own likely next tokens as a hint, then the text again.
// Where it lacks knowledge it should believe the hint, so that its entropy falls; where chance
// decides it should not (Ahdritz et al. 2024). That needs neither labels nor a larger model. Two
// made-up languages say when it works; [README](README.md) goes on with a real model.

import Calibration
import Charts
import Embeddings
import LanguageModels
import Notebooks
import Probes
import Statistics
import Worlds

let page = Notebook(page: "page.md", tolerance: Tolerance(absolute: 0.02, relative: 0.02))

/// One model of a world, asked about positions of the world's test texts.
func test(
  _ model: String, world file: String, texts: Int, length: Int, band: EntropyBand,
  separator: String,
  hints: Int
) throws -> ICLTEvaluation {
  let world = try WorldFile(path: "data/worlds/\(file).json").world()
  let model = try LanguageModel.open(path: "data/worlds/\(model)")
  let name = "\(file)-\(model.name)".replacing("/", with: "-")
  try world.write(texts, of: .test, length: length, to: page.scratch(name))
  let store = try EmbeddingStore(
    path: page.scratch("\(name).store"),
    scoring: DocumentReader(path: page.scratch("\(name)/documents.jsonl")), with: model,
    policy: ScoringPolicy(taps: [], topK: 0))
  let side = try PairSide(store)

  // What is true there: facts against coins, where the model is unsure.
  let rule = LabelRule(
    band: band, task: .kinds(zero: ["fact"], one: ["coin"]), source: .truth)
  let positions = try PairedPositions(small: side, truth: page.scratch("\(name)/truth.jsonl"))
  let labels = try ICLTLabels(
    LabelSelection(
      LabelledPositions(positions, rule: rule), split: GroupSplit(),
      balance: BalanceOptions(balance: .classes, seed: 0)),
    title: model.name, limit: 200, longestContext: 128, seed: 0)

  // The test and two controls: random tokens as hints, and spans of another text.
  var layout = ICLTLayout()
  if let tokenizer = model.tokenizer {
    layout = try ICLTLayout(.none, ICLTTokens(tokenizer))
    layout.separator = tokenizer.encode(separator, addSpecialTokens: false).ids
  }
  var settings = ICLTSettings(layout: layout)
  settings.candidates.count = hints
  let run = try ICLTRun(
    model, settings, name: separator,
    documents: ICLTDocument.documents(of: side, at: labels.places))
  return try ICLTEvaluation(run, labels: labels)
}

func row(_ name: String, _ result: ICLTEvaluation) -> [any TableCell] {
  let own = result.rows.first { $0.score == .minimumEntropy && $0.hints == .own }
  let random = result.rows.first { $0.score == .minimumEntropy && $0.hints == .randomTokens }
  let copied = result.copyRates.first { $0.hints == .own }?.rate
  return [
    name, result.rows[0].auroc.count, result.rows[0].auroc, own?.auroc, random?.auroc, copied?.mean,
    copied?.aleatoricMean, own?.labelFreeAccuracy,
  ]
}
let columns = [
  "model", "n", "AUROC of the entropy before", "lowest entropy after a hint",
  "the same, random hints", "hint copied", "hint copied, coins", "accuracy without labels",
]

// ## A language in which copying was taught, and one in which it was not
//
// Bit questions: eight bits and an answer, which is fixed for some questions and a coin for others.
// Two models were trained alike, but only one on texts in which questions come back.

let bits = try ["with-repeats", "without-repeats"].map { name in
  try test(
    "bit-questions/\(name)", world: "bit-questions/\(name)", texts: 1000, length: 10,
    band: EntropyBand(0.2), separator: ";", hints: 2)
}
page.show(Table(columns, [row("with repeats", bits[0]), row("without", bits[1])]))

// AUROC counts aleatoric as positive; brackets are 95 % intervals over texts. Where copying pays in
// training, the effect is perfect: hints about fixed answers are believed (a coin's are taken at
// even odds, which is what a coin deserves). Where it does not pay, hints are ignored and the
// verdict without labels is a guess. The AUROC alone would hide this: movements of a hundredth of a
// nat order positions well and decide nothing.

// ## Facts and coins
//
// A richer language, in which every model must copy a little. The same question of the small and of
// the large model, in the band [2, 3) nats of each.

let facts = try ["small", "large"].map { name in
  try test(
    "facts-and-coins/\(name)", world: "facts-and-coins/world", texts: 400, length: 256,
    band: .paper, separator: ".", hints: 10)
}
page.show(Table(columns, [row("small", facts[0]), row("large", facts[1])]))
page.show(
  ForestFigure(
    title: "What a hint adds", metric: "AUROC, own hints minus random tokens",
    rows: zip(
      ["bits, with repeats", "bits, without", "facts, small", "facts, large"], bits + facts
    )
    .map { name, result in
      .init(
        label: name,
        value: result.leads.first { $0.control == .randomTokens }?.auroc.measured
          ?? Measured(.nan))
    }, reference: 0), as: "lead")

// **What this shows.** The test works where copying was worth learning. Reading a text twice moves
// entropies by itself: on facts and coins the AUROC under random tokens is nearly as high as under
// a model's own hints, so what the *content* of a hint adds is the difference in the figure, little
// for the small model and nothing for the large one. Only the copy rate and the verdict without
// labels show what the large one does with hints. In the language of bits a random hint is a
// mistake of grammar, and the difference means less.
//
// **What it does not show.** Whether a model that was trained on ordinary text copies as these do.
// [README](README.md) asks SmolLM2: with most separators it copies whatever it is shown.

page.finish()
