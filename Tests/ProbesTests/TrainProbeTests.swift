import Calibration
import LinearAlgebra
import Statistics
import Synchronization
import Testing

@testable import Probes

struct TrainProbeTests {
  private var options: ProbeOptions {
    var options = ProbeOptions()
    options.resamples = 200
    options.seed = 5
    return options
  }

  @Test(arguments: ProbeKind.allCases) func findsTheTapThatKnows(kind: ProbeKind) throws {
    let (features, labels) = try Samples.study()
    var options = options
    options.kind = kind
    let training = try trainProbe(features: features, labels: labels, options: options)
    #expect(training.sweep.rows.map(\.tap) == ["embedding", "block.1", "block.2"])
    #expect(training.sweep.winner.tap == "block.2")
    #expect(training.test.tap == "block.2")
    #expect(training.test.part == .test)
    #expect(training.sweep.winner.test.auroc == training.test.before.auroc)
    #expect(training.test.final.auroc.value > 0.85)
    #expect(training.test.final.auroc.hasInterval)
    #expect(training.sizes.reduce(0) { $0 + $1.count } == 600)
    #expect((training.sweep.winner.penalty != nil) == (kind == .logistic))
    #expect((training.sweep.winner.shrinkage != nil) == (kind == .lda))
  }

  @Test func comparesWithEveryBaseline() throws {
    let (features, labels) = try Samples.study()
    let training = try trainProbe(features: features, labels: labels, options: options)
    let baselines = training.test.baselines
    #expect(baselines.map(\.baseline.kind) == Baseline.Kind.allCases.filter { $0 != .linear })
    for result in baselines {
      let auroc = try #require(result.auroc)
      let lead = try #require(result.lead[.auroc])
      let difference = training.test.final.auroc.value - auroc.value
      #expect(abs(lead.value - difference) < 1e-12)
      #expect(lead.low > 0, "\(result.baseline.kind)")
      #expect(abs(auroc.value - 0.5) < 0.2, "\(result.baseline.kind) \(auroc.value)")
    }
    #expect(baselines[0].auroc?.value == 0.5)
    #expect(training.test.best != nil)
  }

  /// The mean of a few shuffles strays from chance by as much as a probe's lead; of a hundred it does
  /// not, and their range is told.
  @Test func manyShufflesStandAtChance() throws {
    let (features, labels) = try Samples.study(rows: 300)
    let training = try trainProbe(features: features, labels: labels, options: options)
    let result = try #require(
      training.test.baselines.first { $0.baseline.kind == .shuffledLabels })
    let spread = try #require(result.spread)
    #expect(spread.models == 100 && result.baseline.explanation.contains("mean of 100"))
    let mean = try #require(result.auroc?.value)
    #expect(abs(mean - 0.5) < 4 * spread.deviation / 10, "\(mean)")
    #expect(spread.low < 0.5 && spread.high > 0.5 && spread.pValue == 1.0 / 101)
    #expect(training.test.baselines.first { $0.baseline.kind == .embedding }?.spread == nil)
    #expect([300, 100_000, 1_000_000].map(options.shuffles(ofRows:)) == [100, 20, 10])
  }

  @Test func leavesOutBaselinesWithoutData() throws {
    let (features, known) = try Samples.study()
    var labels = known
    labels.tokenCounts = nil
    var options = options
    options.taps = ["block.1"]
    let alone = try MemoryFeatures([features.layer("block.1")])
    let training = try trainProbe(features: alone, labels: labels, options: options)
    #expect(
      training.test.baselines.map(\.baseline.kind) == [
        .majority, .randomDirection, .shuffledLabels,
      ])
    #expect(training.notes.contains { $0.contains("text-length") })
    #expect(training.notes.contains { $0.contains("embedding") })
  }

  /// The last token of every statement may be the same full stop.
  @Test(arguments: ProbeKind.allCases) func copesWithOneEmbeddingForAllRows(kind: ProbeKind) throws
  {
    let (features, labels) = try Samples.study(rows: 300)
    let constant = LayerFeatures(
      tap: "embedding",
      matrix: Matrix(rows: 300, columns: 24, elements: [Float](repeating: 0.3, count: 300 * 24)))
    var options = options
    options.kind = kind
    let training = try trainProbe(
      features: try MemoryFeatures([constant, features.layer("block.2")]), labels: labels,
      options: options)
    #expect(training.sweep.rows[0].test.auroc.value == 0.5)
    #expect(training.sweep.winner.tap == "block.2")
    #expect(training.notes.contains { $0.contains("same embedding") })
  }

  @Test func doesNotDependOnThreads() throws {
    let (features, labels) = try Samples.study(rows: 300)
    let threads = BLAS.threads
    defer { BLAS.threads = threads }
    let trainings = try [1, 4].map { count in
      BLAS.threads = count
      return try trainProbe(features: features, labels: labels, options: options)
    }
    #expect(trainings[0].probe == trainings[1].probe)
    #expect(trainings[0].sweep == trainings[1].sweep)
    #expect(trainings[0].test.rows == trainings[1].test.rows)
  }

  @Test(arguments: Recalibration.Method.allCases)
  func recalibrationIsFittedOnValidation(method: Recalibration.Method) throws {
    let (features, labels) = try Samples.study()
    var options = options
    options.recalibration = method
    let training = try trainProbe(features: features, labels: labels, options: options)
    #expect(training.probe.recalibration.method == method)
    #expect((training.test.after == nil) == (method == .identity))
    let validation = try GroupSplit(seed: 5).split(labels)[.validation]
    let logits = try training.probe.probe.logits(
      of: features.layer("block.2"), rows: validation)
    let again = try Recalibration.fit(
      method, logits: logits, labels: validation.map { labels.labels[Int($0)] })
    #expect(again == training.probe.recalibration)
  }

  @Test func crossValidationPrefersAPenaltyThatFits() throws {
    let (features, labels) = try Samples.study()
    let training = try trainProbe(features: features, labels: labels, options: options)
    let choice = try #require(training.sweep.winner.penalty)
    let best = try #require(choice.candidates.min { $0.loss < $1.loss })
    #expect(choice.inverseRegularization == best.inverseRegularization)
    #expect(choice.folds == 5)
    var strict = options
    strict.penalty.oneStandardError = true
    let stronger = try trainProbe(features: features, labels: labels, options: strict)
    let other = try #require(stronger.sweep.winner.penalty)
    #expect(other.inverseRegularization <= choice.inverseRegularization)
    let chosen = try #require(
      other.candidates.first { $0.inverseRegularization == other.inverseRegularization })
    #expect(chosen.loss <= best.loss + best.standardError)
    var given = options
    given.penalty.candidates = [0.25]
    let fixed = try trainProbe(features: features, labels: labels, options: given)
    #expect(fixed.sweep.winner.penalty?.inverseRegularization == 0.25)
    #expect(fixed.sweep.winner.penalty?.folds == 0)
  }

  @Test func reportsProgressAndStops() throws {
    let (features, labels) = try Samples.study(rows: 300)
    let seen = Mutex<[ProbeProgress]>([])
    let monitor = ProbeMonitor(progress: { step in seen.withLock { $0.append(step) } })
    _ = try trainProbe(features: features, labels: labels, options: options, monitor: monitor)
    let fitting = seen.withLock { $0.filter { $0.stage == .fitting } }
    #expect(fitting.map(\.completed) == [0, 1, 2, 3])
    #expect(Set(seen.withLock { $0.map(\.stage) }) == [.fitting, .judging, .baselines])
    #expect(throws: ProbesError.cancelled) {
      try trainProbe(
        features: features, labels: labels, options: options,
        monitor: ProbeMonitor(isCancelled: { true }))
    }
  }

  @Test func refusesWhatDoesNotFitTogether() throws {
    let (features, labels) = try Samples.study(rows: 300)
    #expect(throws: ProbesError.rowsDiffer(what: "labels", expected: 300, found: 2)) {
      try trainProbe(features: features, labels: labels.selecting([0, 1]))
    }
    var options = options
    options.taps = ["block.9"]
    #expect(throws: ProbesError.self) {
      try trainProbe(features: features, labels: labels, options: options)
    }
    options = self.options
    options.penalty.candidates = [1, -1]
    #expect(throws: ProbesError.self) {
      try trainProbe(features: features, labels: labels, options: options)
    }
    #expect(throws: ProbesError.rowsDiffer(what: "rows of tap b", expected: 2, found: 3)) {
      try MemoryFeatures([
        LayerFeatures(tap: "a", matrix: Matrix(rows: 2, columns: 1)),
        LayerFeatures(tap: "b", matrix: Matrix(rows: 3, columns: 1)),
      ])
    }
  }

  @Test func shuffledLabelsTeachNothing() throws {
    let (features, labels) = try Samples.study(rows: 1000)
    var random = RandomGenerator(seed: 77)
    var truth = labels.labels
    random.shuffle(&truth)
    let shuffled = try ProbeLabels(
      labels: truth, groups: labels.groups, ids: labels.ids, definition: labels.definition)
    let training = try trainProbe(features: features, labels: shuffled, options: options)
    let auroc = training.test.final.auroc
    #expect(auroc.low < 0.5 && auroc.high > 0.5)
  }
}
