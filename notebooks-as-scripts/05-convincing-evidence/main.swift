// # Which evidence is believed? With a reader that we know
//
// Contested questions, passages that say yes and passages that say no: which of them does a model
// believe, and why (Wan et al. 2024)? Before the method is used on a language model it has to find,
// on a reader whose preferences are known, what was put there and nothing else. [The next
// page](small-model) asks a small model; [README](README.md) has the command line.

import Charts
import ConflictingQA
import Notebooks
import Statistics

let page = Notebook(page: "page.md")

// ## Questions, passages, pairs
//
// Every yes passage stands against every no passage of its question, in both orders.

let evidence = try EvidenceSet.load(path: "data/conflictingqa-mini/evidence.jsonl")
page.show(
  Table(
    ["questions", "passages", "pairs", "prompts"],
    [
      [
        evidence.questions.count, evidence.documents.count, evidence.pairCount,
        2 * evidence.pairCount,
      ]
    ]))
let example = evidence.questions[0]
page.show(
  "> **\(example.text)**\n>\n"
    + Stance.allCases.compactMap { evidence.documents(of: example.id, $0).first }.map {
      "> *\($0.stance.rawValue)*: \($0.text.prefix(160)) ..."
    }.joined(separator: "\n>\n"))

// ## Three readers
//
// Log odds of yes are a sum of known parts, in nats. The first reader values relevance, leans to
// yes and prefers what stands first; the second looks at neither passage; the third says yes
// whatever it reads, but wavers a little with relevance.

let readers: [(name: String, reader: SyntheticReader)] = [
  (
    "values relevance",
    SyntheticReader(
      relevanceWeight: 3, stanceBias: 0.5, positionBias: 0.4, documentNoise: 0.3, promptNoise: 0.3)
  ),
  (
    "reads nothing",
    SyntheticReader(relevanceWeight: 0, positionBias: 0.4, promptNoise: 0.3, seed: 1)
  ),
  ("always yes", SyntheticReader(relevanceWeight: 1, stanceBias: 9)),
]
func ask(_ reader: some EvidenceReader) async throws -> [PairScore] {
  let plan = try ScoringPlan(evidence, reader: reader, options: .init(singles: false))
  return try await plan.run(reader).pairs
}
var scores: [[PairScore]] = []
for (_, reader) in readers { scores.append(try await ask(reader)) }
let found = scores.map { Convincingness($0) }

page.show(
  Table(
    ["reader", "win rate of yes", "gained by standing first (nats)", "split-half", "verdict"],
    zip(readers, found).map { reader, result in
      [
        reader.name, result.yesWinRate, result.positionEffect, result.splitHalf.reliability,
        result.rankability.verdict.rawValue,
      ]
    }))

// Intervals resample whole questions. The 0.4 nats for the first place are found; and readers whose
// answers say nothing about passages are told apart from one whose answers do, so that nobody ranks
// noise.

// ## What goes with winning?
//
// Spearman's correlation of each feature with a passage's strength (Bradley and Terry 1952), inside
// each side of each question; p-values by shuffling there, corrected by Holm.

func pValue(_ p: Double) -> String { p < 0.001 ? "< 0.001" : p.cellText }
let table = try await FeatureTable(questions: evidence.questions, documents: evidence.documents)
let sensitivities = FeatureSensitivity.all(scores[0], table: table)
let strongest = sensitivities.filter { !$0.documents.value.isNaN }
  .sorted { abs($0.documents.value) > abs($1.documents.value) }
page.show(
  ForestFigure(
    title: "What goes with winning", metric: "Spearman's ρ with the passage's strength",
    rows: strongest.map {
      .init(
        label: $0.feature.rawValue, value: $0.documents.measured, isMain: $0.holm < 0.05)
    }, reference: 0), as: "features")
page.show(
  Table(
    ["feature", "ρ", "p", "Holm"],
    strongest.prefix(6).map {
      [$0.feature.rawValue, $0.documents, pValue($0.documentPValue), pValue($0.holm)]
    }))

// Squares mark what passes the correction. The reader counts the share of the question's words in a
// passage and nothing else. What measures the same thing comes out on top, but some of what it
// never looks at passes too, such as the first person: in this set such passages are the less
// relevant ones.

// ## Does changing it change the answer?
//
// Edits tell causes from company: they change one property of a passage and leave the opponents
// alone; each is compared with a placebo that adds as many words.

let design = EditDesign(
  questions: evidence.questions, documents: evidence.documents, documentsPerSide: 1, opponents: 2)
let chosen = EvidenceEdit.catalogue.filter {
  ["R1", "R2", "R3", "S1", "S2", "P0", "P1"].contains($0.id)
}
func tried(_ reader: SyntheticReader) async throws -> [EditEffect] {
  var trials: [EditTrial] = []
  for edit in chosen { trials.append(try await design.run(edit, reader)) }
  return EditEffect.all(trials, baseline: try await design.baseline(reader))
}
let effects = try await tried(readers[0].reader)
page.show(
  Table(
    ["edit", "what it does", "change of win rate", "beyond its placebo", "Holm", "verdict"],
    effects.map {
      [
        $0.edit.id, $0.edit.title, $0.winRate, $0.beyondPlacebo, pValue($0.holm),
        $0.verdict.rawValue,
      ]
    }))

// Edits that bring a passage closer to the question raise its win rate, references are shown to do
// nothing, and placebos hardly move it: for this reader that is the truth.
//
// **What this does not show.** That the features here are those that matter to a language model, or
// that 24 questions suffice for small effects: they do not.

page.finish()
