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
    /// The number of entities that training speaks of: a few all the time, most of them now and then,
    /// from which a model learns what it is not to know.
    public var mentioned = 4240
    /// Familiarity: the n-th of them occurs in proportion to n^-exponent.
    public var zipfExponent = 1.0
    /// The number of entities that training never mentions.
    public var heldOut = 240
    /// The number of different first words of names; entities share them.
    public var nameHeads = 240
    /// The number of attributes, each a fact of one class of entities and a coin of the other.
    public var attributes = 4
    /// The number of values of an attribute.
    public var values = 16
    /// The k-th value of an attribute is drawn in proportion to k^-skew, for facts and coins alike.
    public var valueSkew = 0.5
    /// The chance that a statement speaks of a subject of an earlier one of the same text.
    public var repeatRate = 0.6

    /// The defaults.
    public init() {}

    /// The number of entities, mentioned and held out.
    public var entities: Int { mentioned + heldOut }

    /// Entities of like familiarity: octaves of the rank (1, 2-3, 4-7, ...), then the held-out ones.
    var octaves: [Range<Int>] {
      var octaves: [Range<Int>] = []
      var start = 0
      while start < mentioned {
        let end = min(mentioned, 2 * start + 1)
        octaves.append(start..<end)
        start = end
      }
      return octaves + [mentioned..<entities]
    }

    /// Throws ``WorldsError/badSetting(_:)`` for settings that do not make a world.
    func check() throws(WorldsError) {
      try require((4...400).contains(nameHeads), "nameHeads", "from 4 to 400", nameHeads)
      let most = nameHeads * WordLists.tails.joined().count
      try require((1...most).contains(mentioned), "mentioned", "from 1 to \(most)", mentioned)
      try require((0..<most).contains(heldOut), "heldOut", "from 0 to \(most - 1)", heldOut)
      try require(
        entities <= most, "nameHeads", "up to 400, enough for the names of \(entities) entities",
        nameHeads)
      let attributeCount = WordLists.attributes.count
      try require(
        (2...attributeCount).contains(attributes), "attributes", "from 2 to \(attributeCount)",
        attributes)
      try require((2...16).contains(values), "values", "from 2 to 16", values)
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
