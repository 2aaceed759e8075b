/// How readily a model copies what it is shown: the mean of q_j(x_j) over hints and items.
///
/// The test works on models that believe hints where they lack knowledge and stay with their own
/// distribution where they do not. A model that copies everything fails it whatever it knows. Most
/// telling are aleatoric items, and without labels the results of the random-token control.
public struct ICLTCopyRate: Sendable, Equatable {
  /// Rates above this are a warning: a hint is more likely copied than not.
  public static let limit = 0.5

  /// Items added.
  public private(set) var items = 0
  /// Items that were known to be aleatoric.
  public private(set) var aleatoricItems = 0
  private var sum = 0.0
  private var aleatoricSum = 0.0

  /// Nothing yet.
  public init() {}

  /// Adds an item, with its class where it is known.
  public mutating func add(_ result: ICLTResult, isAleatoric: Bool? = nil) {
    let copies = result.scores.copyProbabilities
    let rate = copies.reduce(0, +) / Double(copies.count)
    items += 1
    sum += rate
    if isAleatoric == true {
      aleatoricItems += 1
      aleatoricSum += rate
    }
  }

  /// Mean over all items, in [0, 1]; NaN without items.
  public var mean: Double { sum / Double(items) }

  /// Mean over the aleatoric items; NaN without any.
  public var aleatoricMean: Double { aleatoricSum / Double(aleatoricItems) }

  /// A sentence when the model copies whatever it is shown; nil otherwise.
  public var warning: String? {
    if aleatoricItems > 0 {
      guard aleatoricMean > ICLTCopyRate.limit else { return nil }
      return "This model copies whatever it is shown: on the \(aleatoricItems) items where no hint "
        + "should matter, a hinted token gets a probability of \(percent(aleatoricMean)) on average. "
        + "Its ICLT scores say little about what it knows."
    }
    guard mean > ICLTCopyRate.limit else { return nil }
    return "This model may copy whatever it is shown: a hinted token gets a probability of "
      + "\(percent(mean)) on average over \(items) items. Compare with random-token hints before "
      + "trusting its ICLT scores."
  }

  private func percent(_ rate: Double) -> String { "\(Int((100 * rate).rounded())) %" }
}
