import ArgumentParser
import Probes
import Statistics

/// What is asked of positions: the names of tasks on the command line.
enum TaskName: String, CaseIterable, ExpressibleByArgument {
  case gap
  case threshold
  case bins
  case kinds
  case largeEntropy = "large-entropy"
  case logLargeEntropy = "log-large-entropy"
  case smallEntropy = "small-entropy"
  case divergence = "jsd"
  case logDivergence = "log-jsd"

  /// Whether both models' distributions are needed.
  var needsDivergence: Bool { self == .divergence || self == .logDivergence }
}

/// How positions become labels, and which of them stay.
struct LabelRuleOptions: ParsableArguments {
  @Option(help: "Band of the small model's entropy in nats, LOW:HIGH.")
  var band = "2:3"

  @Option(
    help: """
      gap (epistemic below --zero-below, aleatoric within --within of the small entropy), threshold, \
      bins, kinds (of a world's truth), or a number: large-entropy, log-large-entropy, \
      small-entropy, jsd, log-jsd.
      """)
  var task: TaskName = .gap

  @Option(help: "Gap task: the reference's entropy below which a position is epistemic, nats.")
  var zeroBelow = 0.2

  @Option(help: "Gap task: the largest distance of both entropies for aleatoric, nats.")
  var within = 0.1

  @Option(help: "Threshold task: aleatoric from this entropy of the reference up, nats.")
  var threshold = 0.5

  @Option(help: "Bins task: the number of bins.")
  var bins = 2

  @Option(help: "Bins task: FROM:TO in nats; the last bin is open.")
  var binRange = "0:1"

  @Option(help: "Kinds task: kinds that are epistemic, divided by commas: fact, coin, syntax.")
  var epistemicKinds = "fact"

  @Option(help: "Kinds task: kinds that are aleatoric, divided by commas.")
  var aleatoricKinds = "coin"

  @Option(help: "Positions left out at the start of every document.")
  var skipPositions = 0

  @Option(help: "What is made equally frequent: none, class, token (the paper's), token-entropy.")
  var balance: LabelBalance?

  @Option(help: "Width in nats of the entropy bands of token-entropy.")
  var balanceWidth = 0.25

  @Flag(help: "Balance to equal counts instead of equal expectations.")
  var exactBalance = false

  @Option(help: "Shares of train, validation and test; documents are divided by hash.")
  var fractions = "0.6,0.2,0.2"

  func validate() throws { _ = try (rule(.model), split(seed: 0)) }

  func rule(_ source: ReferenceSource) throws -> LabelRule {
    let task: LabelTask =
      switch task {
      case .gap: .gap(zeroBelow: zeroBelow, within: within)
      case .threshold: .threshold(threshold)
      case .bins: try binsTask()
      case .kinds: .kinds(zero: epistemicKinds.listed, one: aleatoricKinds.listed)
      case .largeEntropy: .regression(.largeEntropy)
      case .logLargeEntropy: .regression(.logLargeEntropy)
      case .smallEntropy: .regression(.smallEntropy)
      case .divergence: .regression(.divergence)
      case .logDivergence: .regression(.logDivergence)
      }
    return LabelRule(
      band: try EntropyBand(argument: band), task: task, source: source,
      skippedPositions: skipPositions)
  }

  /// Labels, divides and balances; regressions are not balanced.
  func selection(_ pairs: PairedPositions, seed: UInt64) throws -> LabelSelection {
    let rule = try rule(pairs.source)
    let balance = balance ?? (rule.task.classes == 0 ? .none : .tokens)
    return try LabelSelection(
      LabelledPositions(pairs, rule: rule), split: split(seed: seed),
      balance: BalanceOptions(
        balance: balance, entropyBand: balanceWidth, isExact: exactBalance, seed: seed))
  }

  private func split(seed: UInt64) throws -> GroupSplit {
    let shares = try fractions.numbers(option: "--fractions")
    do {
      return try GroupSplit(fractions: shares, seed: seed)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  private func binsTask() throws -> LabelTask {
    let ends = binRange.split(separator: ":").map { Double(String($0)) }
    guard ends.count == 2, let from = ends[0], let to = ends[1] else {
      throw ValidationError("--bin-range is FROM:TO in nats, such as 0:1.")
    }
    return .bins(bins, from: from, to: to)
  }
}
