import Calibration
import LinearAlgebra
import Statistics
import Testing

@testable import Probes

struct EvaluateProbeTests {
  private let features: MemoryFeatures
  private let labels: ProbeLabels
  private let training: ProbeTraining

  init() throws {
    (features, labels) = try Samples.study(rows: 400)
    var options = ProbeOptions()
    options.resamples = 100
    training = try trainProbe(
      features: features, labels: labels, options: options,
      source: ProbeSource(modelFingerprint: "model A"))
  }

  private var options: ProbeEvaluationOptions {
    var options = ProbeEvaluationOptions()
    options.resamples = 100
    return options
  }

  @Test func judgesOnlyTheTestPartOfItsOwnData() throws {
    let evaluation = try evaluateProbe(
      training.probe, features: features, labels: labels, options: options)
    #expect(evaluation.part == .test)
    #expect(evaluation.rows == training.test.rows)
    #expect(evaluation.before == training.test.before)
    #expect(evaluation.overlap?.trainingRows == 0)
    #expect(evaluation.overlap?.validationRows == 0)
  }

  @Test func partsCanBeAskedFor() throws {
    var sizes: [Int] = []
    for part in [EvaluationPart.train, .validation, .test, .all] {
      var options = options
      options.part = part
      sizes.append(
        try evaluateProbe(
          training.probe, features: features, labels: labels, options: options
        ).size.count)
    }
    #expect(Array(sizes[0..<3]) == training.sizes.map(\.count))
    #expect(sizes[3] == 400)
  }

  @Test func countsGroupsSeenInTraining() throws {
    var options = options
    options.part = .all
    let all = try evaluateProbe(
      training.probe, features: features, labels: labels, options: options)
    #expect(all.overlap?.trainingRows == training.sizes[0].count)
    #expect(all.overlap?.trainingGroups == training.sizes[0].groups)
    #expect(all.overlap?.validationRows == training.sizes[1].count)
    let (otherFeatures, other) = try Samples.study(rows: 200, seed: 99)
    let renamed = try ProbeLabels(
      labels: other.labels, groups: other.groups.map { "new " + $0 },
      definition: labels.definition)
    let transfer = try evaluateProbe(
      training.probe, features: otherFeatures, labels: renamed, options: self.options)
    #expect(transfer.part == .all)
    #expect(transfer.overlap?.trainingRows == 0)
    #expect(transfer.final.auroc.value > 0.75)
    let alone = try ProbeLabels(labels: other.labels)
    let unknown = try evaluateProbe(
      training.probe, features: otherFeatures, labels: alone, options: self.options)
    #expect(unknown.overlap == nil)
    #expect(!unknown.baselines.contains { $0.baseline.kind == .textLength })
  }

  @Test func refusesAnotherModelUnlessTold() throws {
    var options = options
    options.modelFingerprint = "model B"
    #expect(throws: ProbesError.otherModel(probe: "model A", features: "model B")) {
      try evaluateProbe(training.probe, features: features, labels: labels, options: options)
    }
    options.allowsOtherModel = true
    _ = try evaluateProbe(training.probe, features: features, labels: labels, options: options)
  }

  @Test func refusesFeaturesThatDoNotFit() throws {
    let narrow = try MemoryFeatures([
      LayerFeatures(tap: "block.2", matrix: Matrix(rows: 400, columns: 3))
    ])
    #expect(throws: ProbesError.otherWidth(tap: "block.2", expected: 24, found: 3)) {
      try evaluateProbe(training.probe, features: narrow, labels: labels, options: options)
    }
    let without = try MemoryFeatures([features.layer("block.1")])
    #expect(throws: ProbesError.missingTap(name: "block.2", available: ["block.1"])) {
      try evaluateProbe(training.probe, features: without, labels: labels, options: options)
    }
    let oneClass = try ProbeLabels(labels: [Bool](repeating: true, count: 400))
    #expect(throws: ProbesError.self) {
      try evaluateProbe(training.probe, features: features, labels: oneClass, options: options)
    }
  }

  @Test func curvesAndHistogramDescribeTheSameRows() throws {
    let evaluation = training.test
    let count = evaluation.size.count
    #expect(evaluation.rows.count == count)
    #expect(evaluation.histogram.positives.reduce(0, +) == evaluation.size.positives)
    #expect(
      evaluation.histogram.negatives.reduce(0, +) == count - evaluation.size.positives)
    #expect(evaluation.reliabilityBefore.bins.reduce(0) { $0 + $1.count } == count)
    #expect(evaluation.reliabilityAfter?.bins.reduce(0) { $0 + $1.count } == count)
    #expect(evaluation.roc.positives == evaluation.size.positives)
    for row in evaluation.rows {
      #expect(row.label == labels.labels[row.row])
      #expect(row.prediction.probability == probability(ofLogit: row.prediction.logit))
    }
  }
}
