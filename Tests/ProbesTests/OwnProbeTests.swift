import Calibration
import Foundation
import LinearAlgebra
import Probes
import Statistics
import TestSupport
import Testing

// The code of the article "Write your own probe", word for word.

struct DistanceProbe: CalibratedProbe {
  let tap: String
  /// The mean state, and the squared distance from it that lies between the classes.
  let centre: [Double]
  let boundary: Double
  var recalibration = Recalibration.identity
  let baselines: [Baseline]
  let seenGroups: SeenGroups
  var metadata: ProbeMetadata

  var width: Int { centre.count }
  var kindName: String { "distance" }

  func logits(of features: LayerFeatures, rows: [Int32]?) throws -> [Double] {
    guard features.width == width else {
      throw ProbesError.otherWidth(tap: tap, expected: width, found: features.width)
    }
    return (rows ?? (0..<Int32(features.rows)).map { $0 }).map { row in
      squaredDistance(features.row(Int(row)), from: centre) / Double(width) - boundary
    }
  }
}

func squaredDistance(_ state: [Float], from centre: [Double]) -> Double {
  zip(state, centre).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
}

/// A probe from outside the library, and the article that tells how to write it.
@Suite struct OwnProbeTests {
  /// States whose class is how far they scatter, in every direction alike.
  private func shells(_ count: Int, width: Int) throws -> (MemoryFeatures, ProbeLabels) {
    var random = RandomGenerator(seed: 3).child("shells")
    let classes = (0..<count).map { _ in random.uniform() < 0.5 }
    let elements = classes.flatMap { isFar in
      (0..<width).map { _ in Float(random.normal() * (isFar ? 1.5 : 1)) }
    }
    let matrix = Matrix(rows: count, columns: width, elements: elements)
    return (
      try MemoryFeatures([LayerFeatures(tap: "final_norm", matrix: matrix)]),
      try ProbeLabels(labels: classes)
    )
  }

  @Test func aDistanceIsReadWhereNoDirectionIs() throws {
    let (features, labels) = try shells(1200, width: 12)

    let linear = try trainProbe(features: features, labels: labels)
    let tap = linear.probe.tap

    let split = try linear.probe.metadata.split.split(labels)
    let layer = try features.layer(tap)
    let states = split[.train].map { layer.row(Int($0)) }
    let centre = (0..<layer.width).map { column in
      Sample.mean(states.map { Double($0[column]) })
    }
    let distances = states.map { squaredDistance($0, from: centre) / Double(layer.width) }

    var probe = DistanceProbe(
      tap: tap, centre: centre, boundary: Sample.mean(distances),
      baselines: linear.probe.baselines + [Baseline(.linear, .probes([linear.probe.probe]))],
      seenGroups: linear.probe.seenGroups, metadata: linear.probe.metadata)
    probe.metadata.bestBaseline = .linear
    let validation = split[.validation]
    probe.recalibration = try Recalibration.fit(
      .platt, logits: probe.logits(of: layer, rows: validation),
      labels: validation.map { labels.labels[Int($0)] })

    let evaluation = try evaluateProbe(probe, features: features, labels: labels)
    let auroc = evaluation.final.auroc
    let lead = evaluation.best?.lead[.auroc]

    #expect(evaluation.part == .test && evaluation.isTrainingData)
    #expect(auroc.low > 0.8)
    #expect((lead?.low ?? 0) > 0.2)
    #expect(abs(linear.test.final.auroc.value - 0.5) < 0.15)
    #expect(evaluation.final.equalWidthECE.value < evaluation.before.equalWidthECE.value)
  }

  @Test func theArticleShowsThisCode() throws {
    let article = try String(
      contentsOf: Goldens.repository.appending(
        path: "Sources/Probes/Probes.docc/WriteYourOwnProbe.md"), encoding: .utf8)
    func lines(_ text: some StringProtocol) -> [String] {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let source = lines(try String(contentsOfFile: #filePath, encoding: .utf8))
    let blocks = article.components(separatedBy: "```swift\n").dropFirst().map {
      lines($0.components(separatedBy: "```")[0])
    }
    #expect(blocks.count == 5)
    for block in blocks { #expect(source.contains(block), "the tests lack:\n\(block[0]) ...") }
  }
}
