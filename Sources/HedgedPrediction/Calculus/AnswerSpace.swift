/// The ways in which a question can be answered: some options and, if allowed, abstaining.
///
/// Every distribution of this module is a row of `count` numbers, the options first and abstention
/// last.
public struct AnswerSpace: Sendable, Equatable {
  /// The names of the options, such as `A` to `D`.
  public let options: [String]
  /// The name of the abstention, nil when the task has none.
  public let abstention: String?

  /// Names the options and the abstention.
  ///
  /// - Throws: ``HedgedPredictionError/badSetting(_:)`` for fewer than two options or a name that
  ///   occurs twice.
  public init(options: [String], abstention: String? = nil) throws {
    guard options.count >= 2 else {
      throw HedgedPredictionError.badSetting(
        "A task needs at least two options; found \(options.count).")
    }
    let names = options + [abstention].compactMap { $0 }
    guard Set(names).count == names.count else {
      throw HedgedPredictionError.badSetting(
        "Options need different names; found \(names.joined(separator: ", ")).")
    }
    (self.options, self.abstention) = (options, abstention)
  }

  /// `count` options called A, B, C ..., and `E`-like abstention called `abstain` if allowed.
  ///
  /// Traps unless `count` is in 2...26.
  public static func letters(_ count: Int, abstention: Bool = false) -> AnswerSpace {
    precondition((2...26).contains(count), "There are 2 to 26 letters to choose from.")
    return AnswerSpace(
      unchecked: (0..<count).map(letter), abstention: abstention ? "abstain" : nil)
  }

  /// What the option at a place is called that has no name of its own: A to Z, then `option 26`, ...
  static func letter(_ place: Int) -> String {
    place < 26 ? String(UnicodeScalar(UInt8(ascii: "A") + UInt8(place))) : "option \(place)"
  }

  private init(unchecked options: [String], abstention: String?) {
    (self.options, self.abstention) = (options, abstention)
  }

  /// The number of options and, if allowed, one more: the length of every distribution.
  public var count: Int { options.count + (abstention == nil ? 0 : 1) }

  /// The place of the abstention, nil when the task has none.
  public var abstain: Int? { abstention == nil ? nil : options.count }

  /// The names in the order of a distribution.
  public var names: [String] { options + [abstention].compactMap { $0 } }

  /// All mass on one place.
  public func certain(_ place: Int) -> [Double] {
    precondition((0..<count).contains(place), "An answer must lie inside its answer space.")
    return (0..<count).map { $0 == place ? 1 : 0 }
  }

  /// Equal mass on every option, none on abstention.
  public var uniformOverOptions: [Double] {
    (0..<count).map { $0 < options.count ? 1 / Double(options.count) : 0 }
  }

  /// A distribution in words, without its empty places: `B 0.50, C 0.50`.
  public func text(_ distribution: [Double], decimals: Int = 2) -> String {
    let parts = zip(names, distribution).filter { $0.1 >= 0.0005 }
    let shown = parts.sorted { $0.1 > $1.1 }.prefix(6)
    let more = parts.count > shown.count ? ", ..." : ""
    return shown.map { "\($0.0) \(fixed($0.1, decimals))" }.joined(separator: ", ") + more
  }
}
