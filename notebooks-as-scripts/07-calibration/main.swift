// # Calibration
//
// A probe that puts the right things first can still be wrong about how sure it is. This notebook
// takes one whose truth is known exactly, breaks its calibration in the commonest way, mends it
// with three recalibrations, and ends with the question behind every calibration error: how many
// items does it take to tell an error from noise?

import Calibration
import Charts
import Embeddings
import LanguageModels
import Notebooks
import Probes
import Statistics
import Worlds

let page = Notebook()

// ## A probe of ignorance and chance
//
// In the language of [facts and coins](../../data/worlds/facts-and-coins/README.md) the exact
// entropy of every next word is known. A small model of it reads 400 texts. Where its entropy lies
// in [2, 3) nats it is unsure; a position is *epistemic* when the truth leaves no doubt there
// (below 0.5 nats) and *aleatoric* when it does. The probe reads the hidden state of the last
// block.

let folder = "data/worlds/facts-and-coins"
let world = try WorldFile(path: "\(folder)/world.json").world()
try world.write(400, of: .test, length: 256, to: page.scratch("texts"))
let model = try LanguageModel.open(path: "\(folder)/small")
let store = try EmbeddingStore(
  path: page.scratch("small.store"),
  scoring: DocumentReader(path: page.scratch("texts/documents.jsonl")), with: model,
  policy: ScoringPolicy(taps: [.finalNorm], topK: 0))

let positions = try PairedPositions(
  small: PairSide(store), truth: page.scratch("texts/truth.jsonl"))
let selection = try LabelSelection(
  LabelledPositions(positions, rule: LabelRule(task: .threshold(), source: .truth)),
  split: GroupSplit(), balance: BalanceOptions(balance: .classes))

// The probe is fitted as usual: on classes made equally frequent, so that it cannot win by
// counting.

var options = ProbeOptions()
options.recalibration = .identity
let examples = try selection.examples()
let probe = try trainProbe(
  features: StoreRows(store, rows: examples.rows), labels: examples.labels, options: options
).probe

// ## Broken by a base rate
//
// It is used on all positions of held-out documents, where the classes are not equally frequent.
// Neither the ranking nor the probe has changed, only the base rate.

/// What the probe says of some positions, and what is true there.
typealias Judged = (logits: [Double], labels: [Bool], documents: [Int])

func judge(_ part: SplitPart, balanced: Bool = false) throws -> Judged {
  let examples = try selection.examples(parts: [part], balanced: balanced)
  let layer = try StoreRows(store, rows: examples.rows).layer(probe.tap)
  return (
    try probe.logits(of: layer, rows: nil), examples.labels.labels, examples.labels.groupNumbers
  )
}

func evaluation(_ probabilities: [Double], of part: Judged) throws -> BinaryEvaluation {
  try evaluate(probabilities: probabilities, labels: part.labels, clusters: part.documents)
}

let (validation, test) = (try judge(.validation), try judge(.test))
let asFitted = Recalibration.identity
let metrics: [BinaryMetric] = [.baseRate, .auroc, .negativeLogLikelihood, .equalWidthECE]
let rows = try [("balanced", judge(.test, balanced: true)), ("all", test)].map { name, part in
  let result = try evaluation(asFitted.probabilities(ofLogits: part.logits), of: part)
  return [name, result.count, result.clusters] as [any TableCell] + metrics.map { result[$0] }
}
page.show(
  Table(["test positions", "n", "texts", "aleatoric", "AUROC", "NLL (nats)", "ECE"], rows))

// Brackets are 95 % intervals over texts, not positions: positions of one text share their luck.
// The AUROC hardly moves, since it knows no base rate. The probabilities are far off.

let curve = try reliabilityCurve(
  probabilities: asFitted.probabilities(ofLogits: test.logits), labels: test.labels)
page.show(
  ReliabilityFigure(title: "As fitted, on all positions", curve, positive: "aleatoric"),
  as: "as-fitted")

// ## Three ways to mend it
//
// Each map is fitted to the logits of the *validation* texts and judged on the test texts. Platt
// scaling moves and stretches the logits; a temperature only stretches them; isotonic regression
// may be any rising function.

let methods: [Recalibration.Method] = [.identity, .temperature, .platt, .isotonic]
let mended = try methods.map { method in
  try Recalibration.fit(method, logits: validation.logits, labels: validation.labels)
    .probabilities(ofLogits: test.logits)
}
let judgements = try mended.map { try evaluation($0, of: test) }
page.show(
  Table(
    ["recalibration", "AUROC", "NLL (nats)", "Brier", "accuracy"],
    zip(methods, judgements).map {
      [$0.rawValue, $1.auroc, $1.negativeLogLikelihood, $1.brier, $1.accuracy]
    }))

// A temperature cannot repair a base rate: it keeps the probability 0.5 where it is. Platt scaling
// has the one more number that is needed.

let mendedCurve = try reliabilityCurve(probabilities: mended[2], labels: test.labels)
page.show(
  ReliabilityFigure(title: "After Platt scaling", mendedCurve, positive: "aleatoric"), as: "platt")

// ## Which calibration error?
//
// Three binned errors of the same predictions, and what chance alone would give if every
// probability were exactly right (mean, and the value that 95 of 100 draws stay under).

page.show(
  Table(
    ["recalibration", "ECE, equal width", "ECE, equal mass", "largest gap", "by chance", "95 %"],
    try zip(methods, zip(mended, judgements)).map { method, result in
      let floor = try calibrationErrorFloor(probabilities: result.0)
      return [
        method.rawValue, result.1.equalWidthECE, result.1.equalMassECE,
        result.1[.maximumCalibrationError], floor.mean, floor.high,
      ]
    }))

// The largest gap is the noisiest, since one thin bin decides it. The others are to be compared
// with the two columns on the right and not with zero: what Platt leaves is more than chance gives,
// so a line is not quite the right map here, while isotonic regression comes close to it. The
// columns on the right take positions as independent; for positions that come in texts they are on
// the low side.

// ## Answering only when sure
//
// Calibrated or not, a ranking by confidence lets a program stay silent where it is unsure. The
// risk is the share of wrong decisions among those that were taken.

let confidence = mended[2].map { abs($0 - 0.5) }
let losses = zip(mended[2], test.labels).map { ($0 >= 0.5) == $1 ? 0.0 : 1.0 }
let risk = try RiskCoverage(confidences: confidence, losses: losses)
let shares = (1...20).map { Double($0) / 20 }
let places = shares.compactMap { share in
  risk.points.first { $0.coverage >= share }.map {
    CurvesFigure.Place(x: $0.coverage, y: Measured($0.risk))
  }
}
page.show(
  CurvesFigure(
    title: "Risk and coverage", xTitle: "share of positions that are answered",
    yTitle: "share of wrong answers (lower is better)",
    curves: [.init(name: "most confident first", places: places)],
    references: [.init(name: "any order", y: Sample.mean(losses))], contains: [0]),
  as: "risk-coverage")
page.show(Table(["AURC", "above the best order", "n"], [[risk.aurc, risk.excess, risk.count]]))

// ## How many items?
//
// Take the mended probabilities as a population and draw n of them. If they are right, an ECE is
// still not 0 (*by chance*). If they are too high, by a shift of the logits that makes the true
// error 0.05, the measured one exceeds the 95 % mark of chance in some share of the draws: the
// *power* to notice.

let population = mended[2]
func shifted(_ probability: Double, by shift: Double) -> Double {
  let kept = min(max(probability, 1e-6), 1 - 1e-6)
  return Calibration.probability(ofLogit: logit(ofProbability: kept) - shift)
}
func trueError(_ shift: Double) -> Double {
  Sample.mean(population.map { abs(shifted($0, by: shift) - $0) })
}
var (low, high) = (0.0, 5.0)
for _ in 0..<40 {
  let middle = (low + high) / 2
  if trueError(middle) < 0.05 { low = middle } else { high = middle }
}
let shift = low

let none = EvaluationSettings(resamples: 0)
var random = RandomGenerator(seed: 7)
let sizes = [50, 100, 200, 400, 800, 1600, 3200, 6400]
let noise = try sizes.map { n -> (floor: CalibrationErrorFloor, power: Double) in
  let drawn = (0..<n).map { _ in population[random.integer(below: population.count)] }
  let floor = try calibrationErrorFloor(probabilities: drawn, resamples: 1000)
  let noticed = try (0..<200).count { _ in
    let labels = drawn.map { random.uniform() < shifted($0, by: shift) }
    let error = try evaluate(probabilities: drawn, labels: labels, settings: none).equalWidthECE
    return error.value > floor.high
  }
  return (floor, Double(noticed) / 200)
}
page.show(
  Table(
    ["n", "ECE by chance", "95 % stay under", "power to notice a true error of 0.05"],
    zip(sizes, noise).map { [$0, $1.floor.mean, $1.floor.high, $1.power] }))
func line(_ name: String, _ value: (CalibrationErrorFloor) -> Double) -> CurvesFigure.Curve {
  CurvesFigure.Curve(
    name: name,
    places: zip(sizes, noise).map { .init(x: Double($0), y: Measured(value($1.floor))) })
}
page.show(
  CurvesFigure(
    title: "A calibration error of right probabilities", xTitle: "items (logarithmic)",
    yTitle: "ECE, 15 bins of equal width",
    curves: [line("mean by chance") { $0.mean }, line("95 % stay under") { $0.high }],
    references: [.init(name: "0.05", y: 0.05)], isLogarithmic: true, contains: [0]),
  as: "by-chance")

// One or two hundred independent items do not tell an ECE of 0.05 from none, whatever the decimals
// say. With items in groups it takes more: count the groups.

page.finish()
