import Calibration
import Statistics
import TestSupport
import Testing

@Suite struct CurveTests {
  private func calibrated(_ count: Int, seed: UInt64) -> (p: [Double], y: [Bool]) {
    var generator = RandomGenerator(seed: seed)
    let p = (0..<count).map { _ in generator.uniform() }
    return (p, p.map { generator.uniform() < $0 })
  }

  @Test func reliabilityBinsDescribeTheirItems() throws {
    let row = try GoldenCase.named("certain")
    let curve = try reliabilityCurve(probabilities: row.probabilities, labels: row.labels)
    #expect(curve.bins.map(\.count).reduce(0, +) == row.labels.count)
    #expect(curve.bins.map(\.positives).reduce(0, +) == row.labels.count { $0 })
    for bin in curve.bins {
      let members = row.probabilities.indices.filter {
        let p = row.probabilities[$0]
        return p >= bin.lowerEdge && (p < bin.upperEdge || (p == 1 && bin.upperEdge == 1))
      }
      #expect(bin.count == members.count)
      #expect(bin.positives == members.count { row.labels[$0] })
      #expect(
        agree(
          bin.meanProbability, Sample.mean(members.map { row.probabilities[$0] }), within: 1e-12))
      let interval = wilsonInterval(successes: Double(bin.positives), count: Double(bin.count))
      #expect(bin.low == interval.low && bin.high == interval.high)
      #expect(bin.bandLow <= bin.bandHigh && bin.bandLow >= 0 && bin.bandHigh <= 1)
    }
  }

  @Test func consistencyBandHoldsCalibratedPredictions() throws {
    var (inside, bins) = (0, 0)
    for seed in 0..<60 {
      let (p, y) = calibrated(500, seed: UInt64(seed))
      let curve = try reliabilityCurve(
        probabilities: p, labels: y, binning: .equalMass(10), seed: UInt64(seed))
      bins += curve.bins.count
      inside += curve.bins.count { $0.bandLow <= $0.observedRate && $0.observedRate <= $0.bandHigh }
    }
    let share = Double(inside) / Double(bins)
    #expect((0.93...0.98).contains(share), "\(share) of the bins were inside")
  }

  @Test func consistencyBandRejectsOverconfidence() throws {
    let (p, y) = calibrated(2000, seed: 77)
    let overconfident = p.map { probability(ofLogit: 3 * logit(ofProbability: $0)) }
    let curve = try reliabilityCurve(
      probabilities: overconfident, labels: y, binning: .equalMass(10))
    let outside = curve.bins.count { $0.observedRate < $0.bandLow || $0.observedRate > $0.bandHigh }
    #expect(outside >= 6)
  }

  /// The bin-wise draws against the definition: forecasts drawn with replacement, a label each.
  @Test func consistencyBandIsBroeckerAndSmiths() throws {
    let (p, y) = calibrated(120, seed: 5)
    let curve = try reliabilityCurve(
      probabilities: p, labels: y, binning: .equalWidth(4), resamples: 20_000)
    var generator = RandomGenerator(seed: 6)
    var rates = [[Double]](repeating: [], count: 4)
    for _ in 0..<20_000 {
      var (counts, positives) = ([0.0, 0, 0, 0], [0.0, 0, 0, 0])
      for _ in p {
        let forecast = p[generator.integer(below: p.count)]
        counts[Int(forecast * 4)] += 1
        if generator.uniform() < forecast { positives[Int(forecast * 4)] += 1 }
      }
      for bin in 0..<4 { rates[bin].append(positives[bin] / counts[bin]) }
    }
    for bin in 0..<4 {
      #expect(agree(curve.bins[bin].bandLow, Sample.quantile(rates[bin], at: 0.025), within: 0.012))
      #expect(
        agree(curve.bins[bin].bandHigh, Sample.quantile(rates[bin], at: 0.975), within: 0.012))
    }
  }

  @Test func bandRepeatsAndCanBeLeftOut() throws {
    let (p, y) = calibrated(200, seed: 9)
    let first = try reliabilityCurve(probabilities: p, labels: y, seed: 1)
    #expect(try reliabilityCurve(probabilities: p, labels: y, seed: 1) == first)
    let none = try reliabilityCurve(probabilities: p, labels: y, resamples: 0)
    #expect(none.bins.allSatisfy { $0.bandLow.isNaN && $0.bandHigh.isNaN })
  }

  @Test func areaUnderTheROCCurveIsAUROC() throws {
    for row in try GoldenCase.all() where !(try row.expected.number("auroc")).isNaN {
      guard row.weights == nil else { continue }
      let curve = try rocCurve(
        scores: row.probabilities, labels: row.labels, maximumPoints: 10_000)
      var area = 0.0
      for (a, b) in zip(curve.points, curve.points.dropFirst()) {
        #expect(b.falsePositiveRate >= a.falsePositiveRate && b.threshold < a.threshold)
        area +=
          (b.falsePositiveRate - a.falsePositiveRate) * (a.truePositiveRate + b.truePositiveRate)
          / 2
      }
      #expect(agree(area, try row.expected.number("auroc")), "\(row.name)")
    }
  }

  @Test func thinningKeepsTheEndsAndTheShape() throws {
    let (p, y) = calibrated(5000, seed: 12)
    let curve = try rocCurve(scores: p, labels: y, maximumPoints: 100)
    #expect(curve.points.count <= 100 && curve.points.count > 80)
    #expect(curve.points.first?.threshold == .infinity)
    #expect(curve.points.last?.truePositiveRate == 1 && curve.points.last?.falsePositiveRate == 1)
    let all = try rocCurve(scores: p, labels: y, maximumPoints: 10_000)
    for point in all.points {
      let kept = try #require(curve.points.last { $0.threshold >= point.threshold })
      let step =
        point.truePositiveRate - kept.truePositiveRate
        + point.falsePositiveRate - kept.falsePositiveRate
      #expect(step < 2.0 / 99)
    }
    for point in curve.points.dropFirst() {
      let found = p.indices.count { y[$0] && p[$0] >= point.threshold }
      #expect(point.truePositiveRate == Double(found) / Double(curve.positives))
    }
  }
}
