import Calibration
import Charts
import Statistics

/// The words in which a report defines its terms.
extension BinaryMetric {
  /// The name at the beginning of a line.
  var heading: String { title.capitalizedFirst }

  /// The range and the direction, for a table.
  var direction: String {
    switch self {
    case .negativeLogLikelihood: "nats per item, lower is better"
    case .brierSkill: "at most 1, higher is better"
    default:
      switch higherIsBetter {
      case true?: "0 to 1, higher is better"
      case false?: "0 to 1, lower is better"
      case nil: "0 to 1"
      }
    }
  }

  /// What the metric is, in a sentence or two.
  var definition: String {
    switch self {
    case .auroc:
      """
      The probability that a random positive item scores above a random negative one, ties \
      counted half (the area under the ROC curve). 0.5 is guessing.
      """
    case .auprc:
      """
      Average precision: the precision at each distinct score, weighted by the recall gained \
      there. Guessing reaches the base rate.
      """
    case .accuracy:
      "The share of items whose probability is on the right side of the threshold."
    case .negativeLogLikelihood:
      "The mean of minus the natural logarithm of the probability given to the true class."
    case .brier:
      "The mean squared difference between the probability of the positive class and 1 or 0."
    case .brierSkill:
      """
      1 minus the Brier score over that of always saying the base rate: 0 is no better than the \
      base rate, 1 is perfect.
      """
    case .equalWidthECE:
      """
      Expected calibration error: the mean over bins of |mean probability − share of positives|, \
      weighted by the items in each bin, with bins of equal width.
      """
    case .equalMassECE:
      "The same error with bins of equally many items."
    case .maximumCalibrationError:
      "The largest |mean probability − share of positives| of any equal-width bin with items."
    case .baseRate:
      "The share of positive items in the test part; it describes the data, not the probe."
    }
  }
}

extension Binning {
  /// The rule by which probabilities are put into bins.
  var rule: String {
    switch self {
    case .equalWidth(let bins):
      """
      \(bins) bins of equal width; bin k (from 0) holds probabilities in [k/\(bins), \
      (k+1)/\(bins)), the last one also 1.
      """
    case .equalMass(let bins):
      """
      \(bins) bins of equally many items in rising order of probability; equal probabilities \
      always share a bin.
      """
    }
  }
}

extension Recalibration {
  /// The method by its usual name.
  var name: String {
    switch self {
    case .identity: "no recalibration"
    case .temperature: "temperature scaling"
    case .platt: "Platt scaling"
    case .isotonic: "isotonic regression"
    }
  }

  /// What was fitted, in a sentence.
  var fittedText: String {
    func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
    switch self {
    case .identity: return ""
    case .temperature(let scaling):
      return "Logits are divided by T = \(number(scaling.temperature))."
    case .platt(let scaling):
      let sign = scaling.intercept < 0 ? "\u{2212}" : "+"
      return "Logits z become \(number(scaling.slope)) z \(sign) "
        + "\(number(scaling.intercept.magnitude))."
    case .isotonic(let regression):
      return "A rising function with \(regression.thresholds.count) knots."
    }
  }
}

extension EvaluationSettings {
  /// How intervals were made, in words.
  var intervalDefinition: String {
    guard resamples > 0 else { return "None were computed." }
    return """
      Cluster bootstrap: whole groups are drawn with replacement \(NumberText.count(resamples)) \
      times (seed \(seed)), every metric is computed on each draw, and the interval spans the \
      middle \(NumberText.percent(level)) of the results. For calibration errors, which the noise \
      of resampling can only raise, these quantiles are reflected at the value. The model, the \
      fitted probe, the recalibration and the chosen tap are held fixed.
      """
  }
}

extension Estimate {
  /// The level of the interval: `95 %`.
  var levelText: String { NumberText.percent(level) }

  /// The ends of the interval in words.
  var intervalText: String { NumberText.interval(low, high, decimals: 3) }

  /// The value alone, in words.
  var valueText: String { NumberText.fixed(value, decimals: 3) }
}
