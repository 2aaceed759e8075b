import Statistics

/// How readily a model copies what it is shown: the mean of q_j(x_j) over hints and items.
///
/// The test works on models that believe hints where they lack knowledge and stay with their own
/// distribution where they do not. A model that copies everything fails it whatever it knows. Most
/// telling are aleatoric items, and without labels the results of the random-token control.
public struct ICLTCopyRate: Sendable, Equatable {
  /// A warning is due when hints gain more than this share of what they lacked: a model that stays
  /// with its own distribution gains 0, one that copies outright 1.
  public static let limit = 0.5

  /// Items added.
  public var items: Int { all.items }
  /// Items that were known to be aleatoric.
  public var aleatoricItems: Int { aleatoric.items }
  private var all = Sums()
  private var aleatoric = Sums()

  private struct Sums: Equatable {
    var items = 0
    var after = 0.0
    var before = 0.0

    mutating func add(_ result: ICLTResult) {
      items += 1
      after += Sample.mean(result.scores.copyProbabilities)
      before += Sample.mean(result.probabilities)
    }

    var mean: Double { after / Double(items) }
    var gain: Double { (after - before) / (Double(items) - before) }
  }

  /// Nothing yet.
  public init() {}

  /// Adds an item, with its class where it is known.
  public mutating func add(_ result: ICLTResult, isAleatoric: Bool? = nil) {
    all.add(result)
    if isAleatoric == true { aleatoric.add(result) }
  }

  /// Mean over all items, in [0, 1]; NaN without items.
  public var mean: Double { all.mean }

  /// Mean over the aleatoric items; NaN without any.
  public var aleatoricMean: Double { aleatoric.mean }

  /// A sentence when the model copies whatever it is shown; nil otherwise.
  public var warning: String? {
    if aleatoricItems > 0 {
      guard aleatoric.gain > ICLTCopyRate.limit else { return nil }
      return "This model copies whatever it is shown: on the \(aleatoricItems) items where no hint "
        + "should matter, a hinted token gets a probability of \(percent(aleatoricMean)) on average. "
        + "Its ICLT scores say little about what it knows."
    }
    guard all.gain > ICLTCopyRate.limit else { return nil }
    return "This model may copy whatever it is shown: a hinted token gets a probability of "
      + "\(percent(mean)) on average over \(items) items. Compare with random-token hints before "
      + "trusting its ICLT scores."
  }

  private func percent(_ rate: Double) -> String { "\(Int((100 * rate).rounded())) %" }
}
