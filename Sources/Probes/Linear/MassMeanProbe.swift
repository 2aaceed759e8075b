/// The mass-mean probe: the difference of the class means as direction (Marks and Tegmark 2023).
///
/// The direction is μ₊ - μ₋ in the tap's own features, not in standardised ones; the logit is a
/// logistic regression on that one score.
public enum MassMeanProbe {
  /// Fits on some rows of a tap; `labels` are one a row of the tap. One pass over the rows.
  ///
  /// - Throws: ``ProbesError`` for features that are not finite or rows of one class only.
  public static func fit(
    _ features: LayerFeatures, rows: [Int32], labels: [Bool]
  ) throws -> LinearProbe {
    try fit(TrainingRows(features, rows: rows, labels: labels))
  }

  static func fit(_ training: TrainingRows) throws -> LinearProbe {
    let difference = training.meanDifference()
    // Dividing by the scale twice: once back to original units, once to weights of z-scores.
    let direction = zip(difference, training.data.standardizer.scale).map { value, scale in
      scale == 0 ? 0 : value / (Double(scale) * Double(scale))
    }
    return try training.calibrated(.massMean, direction: direction)
  }
}

extension TrainingRows {
  /// Mean of the positive rows minus mean of the negative ones, in standardised features.
  func meanDifference() -> [Double] {
    let positives = Double(targets.count { $0 == 1 })
    let negatives = Double(targets.count) - positives
    return data.combination(targets.map { $0 == 1 ? 1 / positives : -1 / negatives })
  }
}
