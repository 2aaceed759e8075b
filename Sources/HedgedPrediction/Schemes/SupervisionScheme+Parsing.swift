extension SupervisionScheme {
  /// Reads a short name such as `truth`, `positions:1,2`, `abstain`, `abstain@random`,
  /// `soft-abstain:0.5`, `drop`, `weight:0.25`, `adversarial@familiar`; the inverse of ``name``.
  ///
  /// - Throws: ``HedgedPredictionError/badSetting(_:)`` naming what was found.
  public init(named name: String) throws {
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard let rule = Self.rule(parts[0]),
      let group = parts.count == 1 ? .unfamiliar : Self.group(parts[1])
    else {
      throw HedgedPredictionError.badSetting(
        "There is no scheme \"\(name)\". Schemes are truth, positions:1,2, abstain, "
          + "soft-uniform:0.5, soft-abstain:0.5, drop, weight:0.25 and adversarial, with @familiar, "
          + "@random or @random:0.4 behind them for another group than the unfamiliar.")
    }
    self.init(rule, on: group)
  }

  private static func rule(_ text: String) -> Rule? {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    let number = parts.count == 2 ? Double(parts[1]) : nil
    switch (parts.first, number) {
    case ("truth", _) where parts.count == 1: return .truth
    case ("abstain", _) where parts.count == 1: return .abstain
    case ("drop", _) where parts.count == 1: return .drop
    case ("adversarial", _) where parts.count == 1: return .adversarial
    case ("soft-uniform", let share?): return .soft(.uniform, share: share)
    case ("soft-abstain", let share?): return .soft(.abstain, share: share)
    case ("weight", let weight?): return .downWeight(weight)
    case ("positions", _) where parts.count == 2:
      let places = parts[1].split(separator: ",", omittingEmptySubsequences: false)
        .compactMap { Int($0) }
      let expected = parts[1].count { $0 == "," } + 1
      return places.count == expected ? .positions(places) : nil
    default: return nil
    }
  }

  private static func group(_ text: String) -> Group? {
    switch text {
    case "unfamiliar": return .unfamiliar
    case "familiar": return .familiar
    case "random": return .random(share: nil)
    default:
      guard text.hasPrefix("random:"), let share = Double(text.dropFirst(7)) else { return nil }
      return .random(share: share)
    }
  }
}
