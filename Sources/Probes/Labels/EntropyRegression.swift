import Statistics

/// The reference's entropy predicted from the small model's alone: what a regression probe must beat.
public struct EntropyRegression: Sendable, Equatable {
  /// Least squares on the training part: target ≈ slope · small entropy + intercept.
  public let slope: Double
  /// See `slope`.
  public let intercept: Double

  /// Fits on the training part of a regression.
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` for a task with classes, ``ProbesError/nothingToLabel(_:)``
  ///   without training positions.
  public init(_ selection: LabelSelection) throws {
    let (x, y) = try Self.values(selection, .train)
    let (centreX, centreY) = (Sample.mean(x), Sample.mean(y))
    var (cross, square) = (0.0, 0.0)
    for (x, y) in zip(x, y) {
      cross += (x - centreX) * (y - centreY)
      square += (x - centreX) * (x - centreX)
    }
    slope = square > 0 ? cross / square : 0
    intercept = centreY - slope * centreX
  }

  /// Mean squared errors on a part: of the line, of the small entropy itself taken as prediction (the
  /// paper's figure), and of the part's own mean, which is the target's variance.
  public func errors(
    _ selection: LabelSelection, part: SplitPart = .test
  ) throws -> (line: Double, smallEntropy: Double, mean: Double) {
    let (x, y) = try Self.values(selection, part)
    let centre = Sample.mean(y)
    func meanSquare(_ predict: (Double) -> Double) -> Double {
      Sample.mean(zip(x, y).map { ($1 - predict($0)) * ($1 - predict($0)) })
    }
    return (meanSquare { slope * $0 + intercept }, meanSquare { $0 }, meanSquare { _ in centre })
  }

  private static func values(
    _ selection: LabelSelection, _ part: SplitPart
  ) throws -> (x: [Double], y: [Double]) {
    let labelled = selection.labelled
    guard !labelled.targets.isEmpty else {
      throw ProbesError.badOption("A regression of entropy needs a task with a number as target.")
    }
    let items = selection.items(of: part, balanced: false)
    guard !items.isEmpty else {
      throw ProbesError.nothingToLabel("The \(part.rawValue) part has no position to regress on.")
    }
    return (
      items.map { Double(labelled.pairs.smallEntropy[Int(labelled.places[Int($0)])]) },
      items.map { Double(labelled.targets[Int($0)]) }
    )
  }
}
