import Statistics

/// What a frozen model gives to the possible answers of questions, before any finetuning: what
/// familiarity is scored from and what heads on option log-probabilities read.
public struct OptionTable: Sendable, Equatable {
  /// Names of the options; the same for every question, or positions such as A to D.
  public let names: [String]
  /// Whether each question has options of its own, so that they may be put in another order.
  public let hasOwnOptions: Bool
  /// One id a question.
  public private(set) var ids: [String] = []
  /// What belongs together (an entity with several facts); the id unless given.
  public private(set) var groups: [String] = []
  /// The place of the right option.
  public private(set) var truths: [Int] = []
  /// Row after row ln p of every option, nats; at most 1 in total when the model scored whole answers.
  public private(set) var logProbabilities: [Double] = []
  /// Numbers that came with the questions, such as `population`; one a question, NaN where missing.
  public private(set) var columns: [String: [Double]] = [:]

  /// An empty table over these options.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` for fewer than two options.
  public init(names: [String], hasOwnOptions: Bool = false) throws {
    guard names.count >= 2 else {
      throw HedgedPredictionError.badData(
        "Questions need at least two possible answers; found \(names.count).")
    }
    (self.names, self.hasOwnOptions) = (names, hasOwnOptions)
  }

  /// The number of questions.
  public var count: Int { ids.count }

  /// Adds a question.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` for another number of options, a truth outside
  ///   them, or log-probabilities that are NaN, positive or all -∞.
  public mutating func append(
    id: String, group: String? = nil, truth: Int, logProbabilities values: [Double],
    columns numbers: [String: Double] = [:]
  ) throws {
    guard values.count == names.count else {
      throw HedgedPredictionError.badData(
        "Question \(id) has \(values.count) options, but there are \(names.count).")
    }
    guard names.indices.contains(truth) else {
      throw HedgedPredictionError.badData(
        "The label of question \(id) is \(truth), but options are numbered 0...\(names.count - 1).")
    }
    guard values.allSatisfy({ $0 <= 1e-6 }), values.contains(where: { $0 > -.infinity }) else {
      throw HedgedPredictionError.badData(
        "The option log-probabilities of question \(id) must be at most 0, not NaN, and not all -∞."
      )
    }
    ids.append(id)
    groups.append(group ?? id)
    truths.append(truth)
    logProbabilities += values
    for name in Set(columns.keys).union(numbers.keys) {
      let old = columns[name] ?? [Double](repeating: .nan, count: ids.count - 1)
      columns[name] = old + [numbers[name] ?? .nan]
    }
  }

  /// ln p of every option of a question.
  public func logProbabilities(_ question: Int) -> ArraySlice<Double> {
    logProbabilities[question * names.count..<(question + 1) * names.count]
  }

  /// p of every option of a question, renormalised over the options.
  public func probabilities(_ question: Int) -> [Double] {
    softmax(Array(logProbabilities(question)))
  }

  /// The option that the model prefers; of equals the first.
  public func preferred(_ question: Int) -> Int {
    let row = logProbabilities(question)
    return (row.indices.max { row[$0] < row[$1] } ?? row.startIndex) - row.startIndex
  }

  /// A column; throws with the names there are.
  public func column(_ name: String) throws -> [Double] {
    if let column = columns[name] { return column }
    let names = columns.keys.sorted()
    throw HedgedPredictionError.badData(
      "The questions have no column \"\(name)\""
        + (names.isEmpty
          ? "; they have none at all." : "; there is \(names.joined(separator: ", ")).")
    )
  }
}
