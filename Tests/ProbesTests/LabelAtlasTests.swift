import Calibration
import TestSupport
import Testing
import TextFiles

@testable import Probes

@Suite struct LabelAtlasTests {
  private let pairs: PairedPositions
  /// Rounded, so that there are ties.
  private let scores: [Double]

  init() throws {
    pairs = try PairSamples.random(documents: 60)
    scores = pairs.smallEntropy.enumerated().map { (Double($1) * 8 + Double($0 % 3)).rounded() }
  }

  @Test func everyCellIsTheAUROCOfItsLabels() throws {
    let bands = [try EntropyBand(2, 3), try EntropyBand(2), try EntropyBand(0, 2.25)]
    let grid = try AtlasGrid(bands: bands, thresholds: [0.125, 0.5, 2], deltas: [0.0625, 0.25])
    let atlas = try LabelAtlas(pairs, scores: scores, scoreName: "made up", grid: grid)
    #expect(atlas.cells.count == 18)
    for cell in atlas.cells {
      let delta = try #require(cell.delta)
      try check(cell, task: .gap(zeroBelow: cell.threshold, within: delta))
    }
    let open = try LabelAtlas(
      pairs, scores: scores, scoreName: "made up",
      grid: AtlasGrid(bands: bands, thresholds: [0.25, 0.5], deltas: []))
    #expect(open.cells.count == 6 && open.cells.allSatisfy { $0.delta == nil })
    for cell in open.cells { try check(cell, task: .threshold(cell.threshold)) }
  }

  private func check(_ cell: AtlasCell, task: LabelTask) throws {
    let labelled = try LabelledPositions(pairs, rule: LabelRule(band: cell.band, task: task))
    #expect(labelled.counts.classes == [cell.zeros, cell.ones])
    let expected = try auroc(
      scores: labelled.places.map { scores[Int($0)] }, labels: labelled.classes.map { $0 == 1 })
    #expect(agree(cell.auroc, expected, within: 1e-12))
    #expect(cell.isSparse == (min(cell.zeros, cell.ones) < 50))
  }

  @Test func monotoneMapsChangeNothingAndSignsTurnIt() throws {
    let grid = try AtlasGrid(bands: AtlasGrid.bands(from: 2, to: 3, width: 0.25, isOpen: true))
    #expect(grid.bands.count == 5 && grid.bands[4].high == .infinity)
    let plain = try LabelAtlas(pairs, scores: scores, scoreName: "s", grid: grid)
    let cubed = try LabelAtlas(
      pairs, scores: scores.map { $0 * $0 * $0 }, scoreName: "s", grid: grid)
    #expect(plain.cells.map(\.ones) == cubed.cells.map(\.ones))
    let turned = try LabelAtlas(pairs, scores: scores.map { -$0 }, scoreName: "s", grid: grid)
    #expect(worstDistance(plain.cells.map(\.auroc), cubed.cells.map(\.auroc)) == 0)
    #expect(worstDistance(plain.cells.map(\.auroc), turned.cells.map { 1 - $0.auroc }) < 1e-12)
  }

  @Test func someScoresSuffice() throws {
    let grid = try AtlasGrid(bands: [.paper], thresholds: [0.5], deltas: [0.25])
    let places = (0..<Int32(pairs.count)).filter { $0 % 2 == 0 }
    let some = try LabelAtlas(
      pairs, scores: places.map { scores[Int($0)] }, places: places, scoreName: "s", grid: grid)
    #expect(some.cells[0].zeros + some.cells[0].ones < pairs.count / 2)
    let both = some.joined(with: some)
    #expect(both.cells.count == 2)
    #expect(both.csv.split(separator: "\n").count == 3)
    #expect(both.json["cells"]?.array?.count == 2)
    #expect(throws: ProbesError.self) {
      try LabelAtlas(pairs, scores: [1], scoreName: "s", grid: grid)
    }
    #expect(throws: ProbesError.self) { try AtlasGrid(bands: [], thresholds: [1]) }
    #expect(throws: ProbesError.self) { try AtlasGrid.bands(from: .infinity, to: 1, width: 1) }
    #expect(throws: ProbesError.self) { try AtlasGrid(bands: [.paper], thresholds: [1, 0.5]) }
  }
}
