import Foundation
import TestSupport
import Testing
import TextFiles

@testable import Probes

@Suite struct PositionLabelTests {
  private func classes(
    _ small: [Float], _ large: [Float], _ task: LabelTask, band: EntropyBand = .paper
  ) throws -> (places: [Int32], classes: [UInt8]) {
    let labelled = try LabelledPositions(
      PairSamples.pairs(small: small, large: large), rule: LabelRule(band: band, task: task))
    return (labelled.places, labelled.classes)
  }

  @Test func edgesOfTheBandAndTheGap() throws {
    // Thresholds that floats hold exactly: 2.0 is in and 3.0 out; at the threshold is not class 0;
    // at the distance is class 1.
    let found = try classes(
      [2, 3, 1.875, 2.5, 2.5, 2.5, 2.5, 2.5], [0, 0, 0, 0.25, 0.125, 2.375, 2.625, 2.6875],
      .gap(zeroBelow: 0.25, within: 0.125))
    #expect(found.places == [0, 4, 5, 6] && found.classes == [0, 0, 1, 1])
  }

  @Test func thePaperSThresholds() throws {
    // 0.2 as a float is a little more than 0.2: not below it.
    let found = try classes([2.5, 2.5, 2.5], [0.2, 0.199, 2.55], .paperGap)
    #expect(found.places == [1, 2] && found.classes == [0, 1])
  }

  @Test func positionsOfBothClassesAreDiscarded() throws {
    let band = try EntropyBand(0)
    let labelled = try LabelledPositions(
      PairSamples.pairs(small: [0.25, 2, 2], large: [0.125, 0, 2]),
      rule: LabelRule(band: band, task: .gap(zeroBelow: 0.25, within: 0.25)))
    #expect(labelled.places == [1, 2] && labelled.counts.discarded == 1)
  }

  @Test func withoutAGapNothingIsDiscarded() throws {
    let found = try classes([2, 2, 2, 2], [0.4999, 0.5, 0, 7], .threshold())
    #expect(found.classes == [0, 1, 0, 1] && found.places == [0, 1, 2, 3])
    let bins = try classes(
      [2, 2, 2, 2, 2, 2], [0, 0.25, 0.5, 0.75, 1, 9], .bins(4, from: 0, to: 1))
    #expect(bins.classes == [0, 1, 2, 3, 3, 3])
    for edge in 1..<7 {
      let value = 0.1 + Double(edge) * ((0.8 - 0.1) / 7)
      #expect(LabelledPositions.bin(of: value, 7, 0.1, 0.8) == edge)
      #expect(LabelledPositions.bin(of: value.nextDown, 7, 0.1, 0.8) == edge - 1)
    }
    #expect(LabelledPositions.bin(of: -3, 7, 0.1, 0.8) == 0)
  }

  @Test func targetsOfRegressions() throws {
    var pairs = try PairSamples.pairs(small: [2, 2.5], large: [0.01, 1])
    pairs.divergence = [0, 0.5]
    func targets(_ target: RegressionTarget) throws -> [Double] {
      try LabelledPositions(pairs, rule: LabelRule(task: .regression(target))).targets.map {
        Double($0)
      }
    }
    #expect(worstDistance(try targets(.largeEntropy), [0.01, 1]) < 1e-8)
    #expect(worstDistance(try targets(.logLargeEntropy), [log(0.05), 0]) < 1e-6)
    #expect(try targets(.smallEntropy) == [2, 2.5])
    #expect(try targets(.divergence) == [0, 0.5])
    #expect(worstDistance(try targets(.logDivergence), [log(1e-8), log(0.5)]) < 1e-5)
    pairs.divergence = nil
    #expect(throws: ProbesError.self) { try targets(.divergence) }
  }

  @Test func skippedPositionsAndCountsAddUp() throws {
    let pairs = try PairSamples.random(documents: 20)
    let labelled = try LabelledPositions(pairs, rule: LabelRule(skippedPositions: 3))
    let counts = labelled.counts
    #expect(counts.skipped == 60)
    #expect(counts.skipped + counts.outsideBand + counts.inBand == 800)
    #expect(counts.discarded + counts.classes.reduce(0, +) == counts.inBand)
    #expect(labelled.places.allSatisfy { pairs.position[Int($0)] >= 3 })
  }

  @Test func nothingToLabelIsSaid() throws {
    func message(_ small: [Float], _ large: [Float]) -> String {
      do {
        _ = try LabelledPositions(PairSamples.pairs(small: small, large: large), rule: LabelRule())
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      message([1, 4], [0, 0]).contains("No position has an entropy in the band [2.0, 3.0) nats"))
    #expect(message([2, 2.5], [0, 0]).contains("all 2 labelled ones are of class 0"))
    #expect(message([2, 2.5], [1, 1]).contains("none has a label"))
    #expect(throws: ProbesError.self) { try EntropyBand(3, 3) }
    #expect(throws: ProbesError.self) {
      try LabelledPositions(PairSamples.random(documents: 2), rule: LabelRule(source: .truth))
    }
  }

  @Test func rulesSurviveJSON() throws {
    let rules = [
      LabelRule(), LabelRule(band: try EntropyBand(2), task: .threshold(0.5)),
      LabelRule(task: .kinds(zero: ["fact"], one: ["coin", "syntax"]), source: .truth),
      LabelRule(task: .regression(.logDivergence), skippedPositions: 4),
    ]
    for rule in rules { #expect(LabelRule(json: rule.json) == rule) }
    #expect(LabelRule(json: ["band_nats": [2]]) == nil)
  }
}
