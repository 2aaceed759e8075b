/// How well some scores tell epistemic from aleatoric positions, under every label rule of a grid:
/// where a conclusion holds, and where it breaks.
public struct LabelAtlas: Sendable, Equatable {
  /// What was scored, for the reader.
  public let scoreName: String
  /// The rules.
  public let grid: AtlasGrid
  /// One cell a source, band, threshold and delta, in that order of nesting.
  public let cells: [AtlasCell]

  /// Computes all cells from one sort of the scores.
  ///
  /// Each cell's classes are those of ``LabelledPositions`` with the gap task (`bins` of the task
  /// without a gap), its AUROC the chance that a random position of class 1 outscores one of class 0,
  /// ties half. O(n log n + cells × positions in the band); in parallel.
  /// - Parameters:
  ///   - pairs: the positions with their reference entropies.
  ///   - scores: one a position (or one for each of `places`), higher = more aleatoric.
  ///   - places: the positions that have scores; nil for all.
  ///   - scoreName: what the scores are, for the reader.
  ///   - grid: the bands and thresholds of the cells.
  /// - Throws: ``ProbesError/rowsDiffer(what:expected:found:)``; ``ProbesError/badOption(_:)`` for a
  ///   score that is not finite.
  public init(
    _ pairs: PairedPositions, scores: [Double], places: [Int32]? = nil, scoreName: String,
    grid: AtlasGrid
  ) throws {
    guard scores.count == places?.count ?? pairs.count else {
      throw ProbesError.rowsDiffer(
        what: "scores", expected: places?.count ?? pairs.count, found: scores.count)
    }
    guard scores.allSatisfy(\.isFinite) else {
      throw ProbesError.badOption("The scores \(scoreName) of an atlas must be finite.")
    }
    let steps = max(grid.deltas.count, 1)
    let ranked = RankedPositions(pairs, scores: scores, places: places, grid: grid)
    let bands = try parallelMap(grid.bands.count) { ranked.inside(grid.bands[$0]) }
    let cells = grid.thresholds.count * steps
    let found = try parallelMap(bands.count * cells) { index in
      bands[index / cells].count(threshold: index % cells / steps, delta: index % steps)
    }
    self.scoreName = scoreName
    self.grid = grid
    self.cells = found.enumerated().map { index, count in
      AtlasCell(
        source: pairs.source, band: grid.bands[index / cells],
        threshold: grid.thresholds[index % cells / steps],
        delta: grid.deltas.isEmpty ? nil : grid.deltas[index % steps], zeros: count.zeros,
        ones: count.ones, auroc: count.auroc,
        isSparse: min(count.zeros, count.ones) < grid.minimumCount)
    }
  }

  private init(scoreName: String, grid: AtlasGrid, cells: [AtlasCell]) {
    (self.scoreName, self.grid, self.cells) = (scoreName, grid, cells)
  }

  /// The cells of both, for the same scores and grid with another source of labels.
  public func joined(with other: LabelAtlas) -> LabelAtlas {
    precondition(grid == other.grid, "atlases of different grids have no common cells")
    return LabelAtlas(scoreName: scoreName, grid: grid, cells: cells + other.cells)
  }
}

/// One label rule and what the scores are worth under it.
public struct AtlasCell: Sendable, Equatable {
  /// Whose entropy the small model's is compared with.
  public let source: ReferenceSource
  /// The band of the small model's entropy.
  public let band: EntropyBand
  /// Class 0 has a reference entropy below this, nats.
  public let threshold: Double
  /// Class 1 is at most this far from the small model's entropy; nil without a gap.
  public let delta: Double?
  /// Positions of class 0.
  public let zeros: Int
  /// Positions of class 1.
  public let ones: Int
  /// AUROC of the scores; NaN when a class is empty.
  public let auroc: Double
  /// Whether a class has fewer positions than the grid asks for.
  public let isSparse: Bool
}
