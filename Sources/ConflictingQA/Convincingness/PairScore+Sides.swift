/// A comparison from the point of view of one side.
extension PairScore {
  /// The document of a side.
  public func documentID(_ stance: Stance) -> String { stance == .yes ? yesID : noID }

  /// The debiased log odds of a side's answer, nats.
  public func logit(toward stance: Stance) -> Double { stance.sign * debiasedLogit }
}

extension Stance {
  /// +1 for yes, -1 for no: log odds of yes times it are log odds of the side.
  public var sign: Double { self == .yes ? 1 : -1 }
}
