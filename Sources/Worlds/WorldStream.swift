/// One of a world's endless rows of documents, and from which subjects they speak.
public struct WorldStream: Sendable, Equatable {
  /// The name; streams of different names share no randomness.
  public var name: String
  /// The chance that a fresh subject is drawn evenly instead of as in training; 0 for training.
  ///
  /// Facts and coins: evenly from the octaves of familiarity (ranks 1, 2-3, 4-7, ..., the held-out
  /// entities being one), then evenly inside. Bit questions: evenly from all questions.
  public var evenShare: Double
  /// Which part of the entities may occur, nil for all: streams of different folds share none.
  public var fold: Fold?

  /// Every `count`-th entity, starting with number `index`; entities are ordered by familiarity, so
  /// every fold has familiar and unseen ones.
  public struct Fold: Sendable, Equatable {
    public var index: Int
    public var count: Int

    /// Fold `index` of `count`; traps unless 0 <= index < count.
    public init(_ index: Int, of count: Int) {
      precondition(index >= 0 && index < count, "a fold needs an index below the number of folds")
      self.index = index
      self.count = count
    }

    func contains(_ entity: Int) -> Bool { entity % count == index }
  }

  /// A stream; traps unless `evenShare` is in [0, 1].
  public init(_ name: String, evenShare: Double = 0, fold: Fold? = nil) {
    precondition((0...1).contains(evenShare), "the even share of a stream lies in [0, 1]")
    self.name = name
    self.evenShare = evenShare
    self.fold = fold
  }

  /// What models are trained on: familiar subjects often, held-out ones never.
  public static let training = WorldStream("training")
  /// For choosing settings: half of the fresh subjects drawn evenly.
  public static let validation = WorldStream("validation", evenShare: 0.5)
  /// For final numbers: half of the fresh subjects drawn evenly.
  public static let test = WorldStream("test", evenShare: 0.5)

  /// The stream of a name: training, validation, test, or one of your own with an even share of 0.5.
  public init(named name: String) {
    self =
      [WorldStream.training, .validation, .test].first { $0.name == name }
      ?? WorldStream(name, evenShare: 0.5)
  }
}
