import Calibration
import Statistics
import TestSupport
import Testing

@testable import Probes

/// Heads beside linear probes: trained on the same split, kept in files, judged like any probe.
@Suite struct HeadProbeTests {
  private static func options() -> (ProbeOptions, HeadOptions) {
    var settings = ProbeOptions()
    settings.resamples = 50
    var head = HeadOptions()
    head.hidden = [32]
    head.learningRate = 3e-3
    head.epochs = 20
    head.validationInterval = 10
    return (settings, head)
  }

  private static func trained() throws -> (HeadTraining, MemoryFeatures, ProbeLabels) {
    let (features, labels) = try Samples.study(rows: 300)
    let (settings, head) = options()
    let linear = try trainProbe(
      features: features, labels: labels, options: settings,
      source: ProbeSource(modelName: "tiny", modelFingerprint: "abc"))
    let training = try trainHeadProbe(
      HeadInputs([.tap("block.2")]), features: features, labels: labels, beside: linear,
      head: head, settings: settings)
    return (training, features, labels)
  }

  @Test func aHeadIsJudgedBesideTheLinearProbe() throws {
    let (training, _, _) = try Self.trained()
    #expect(training.title == "MLP 32, block.2")
    #expect(training.test.final.auroc.value > 0.7)
    #expect(training.test.baselines.map(\.baseline.kind) == Baseline.Kind.allCases)
    #expect(training.test.baselines.last?.lead[.auroc]?.hasInterval == true)
    let spread = try #require(training.shuffledSpread)
    #expect(spread.models == 5 && training.shuffled.hasInterval)
    #expect(abs(training.shuffled.value - 0.5) < 0.2)
    #expect(spread.high < training.test.final.auroc.value)
  }

  @Test func theFileKeepsAHeadAndItsMeaning() throws {
    let (training, features, labels) = try Self.trained()
    let folder = try TemporaryFolder()
    let path = folder.path("head.probe")
    try HeadFile.write(training.probe, to: path)
    let read = try HeadFile.read(path)
    #expect(read == training.probe && read.metadata.label == labels.definition)
    let opened = try ProbeFile.open(path)
    let again = try evaluateProbe(opened, features: features, labels: labels)
    #expect(again.part == .test)
    #expect(again.final.auroc.value == training.test.final.auroc.value)
    #expect(throws: ProbesError.otherModel(probe: "abc", features: "abd")) {
      try opened.checkModel(fingerprint: "abd")
    }
    #expect(throws: ProbesError.self) { try ProbeFile.read(path) }
    let other = try MemoryFeatures([features.layer("block.1")])
    #expect(throws: ProbesError.missingTap(name: "block.2", available: ["block.1"])) {
      try evaluateProbe(opened, features: other, labels: labels)
    }
  }

  @Test func aRegressionIsNoClassifier() throws {
    let (training, features, labels) = try Self.trained()
    let (settings, _) = Self.options()
    var head = HeadOptions()
    head.loss = .squaredError
    let linear = try trainProbe(features: features, labels: labels, options: settings)
    let error = #expect(throws: ProbesError.self) {
      try trainHeadProbe(
        HeadInputs([.tap("block.2")]), features: features, labels: labels, beside: linear,
        head: head, settings: settings)
    }
    #expect(error?.description.contains("squared_error is for regressions") == true)
    #expect(training.probe.isBinary)
  }

  @Test(arguments: ["final_norm", "block.2+entropy", "final_norm+top_token_embedding+logits"])
  func inputsAreReadFromTheirNames(name: String) throws {
    #expect(try HeadInputs(name: name).name == name)
  }

  @Test func inputsSayWhatTheyNeed() throws {
    #expect(try HeadInputs(name: "block.2+entropy").taps == ["block.2"])
    #expect(try HeadInputs(name: "logits+final_norm").taps == ["final_norm"])
    #expect(throws: ProbesError.self) { try HeadInputs(name: "final_norm+") }
  }
}
