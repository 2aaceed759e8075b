extension FactsAndCoins {
  /// What makes a world of facts and coins; the same settings always make the same world.
  public struct Settings: Sendable, Equatable {
    /// How sentences are built.
    public enum Language: String, Sendable, CaseIterable {
      /// One statement a sentence, in a handful of templates.
      case statements
      /// Short tales with statements in between: a recursive grammar whose scenes follow each other
      /// as a Markov chain.
      case prose
    }

    /// What facts, names and probabilities are drawn from.
    public var seed: UInt64 = 1
    /// Sentences.
    public var language = Language.statements
    /// The number of entities, seen and held out.
    public var entities = 600
    /// The share of entities that never occur in the training stream.
    public var heldOutShare = 0.25
    /// Familiarity of the others: the n-th occurs in proportion to n^-exponent.
    public var zipfExponent = 1.0
    /// The number of different first words of names; entities share them.
    public var nameHeads = 48
    /// The number of attributes, each a fact of one class of entities and a coin of the other.
    public var attributes = 6
    /// The number of values of an attribute.
    public var values = 16
    /// The k-th value of an attribute is drawn in proportion to k^-skew, for facts and coins alike.
    public var valueSkew = 0.5
    /// The chance that a statement speaks of a subject of an earlier one of the same text.
    public var repeatRate = 0.4

    /// The defaults.
    public init() {}

    /// Throws ``WorldsError/badSetting(_:)`` for settings that do not make a world.
    func check() throws(WorldsError) {
      try require((4...400).contains(nameHeads), "nameHeads", "from 4 to 400", nameHeads)
      let most = nameHeads * WordLists.tails.joined().count
      try require((8...most).contains(entities), "entities", "from 8 to \(most)", entities)
      let attributeCount = WordLists.attributes.count
      try require(
        (2...attributeCount).contains(attributes), "attributes", "from 2 to \(attributeCount)",
        attributes)
      try require((2...16).contains(values), "values", "from 2 to 16", values)
      try require(
        (0..<1).contains(heldOutShare) && Int(Double(entities) * (1 - heldOutShare)) > 0,
        "heldOutShare", "from 0 to below 1, with an entity left", heldOutShare)
      try require((0...4).contains(zipfExponent), "zipfExponent", "from 0 to 4", zipfExponent)
      try require((0...4).contains(valueSkew), "valueSkew", "from 0 to 4", valueSkew)
      try require((0...1).contains(repeatRate), "repeatRate", "from 0 to 1", repeatRate)
    }

    private func require(
      _ isGood: Bool, _ name: String, _ range: String, _ found: some CustomStringConvertible
    ) throws(WorldsError) {
      guard !isGood else { return }
      throw .badSetting("The setting \"\(name)\" of a world goes \(range), not \(found).")
    }
  }
}
