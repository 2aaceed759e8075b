/// One question with its possible answers, as text.
public struct Question: Sendable, Equatable {
  /// Its id, unique in a set.
  public var id: String
  /// What belongs together, such as the facts of one entity; the id unless given.
  public var group: String
  /// The question itself.
  public var text: String
  /// The place of the right option.
  public var truth: Int
  /// Options of its own; nil where all questions share a set of answers.
  public var choices: [String]?
  /// Numbers that came with it, such as `population`.
  public var columns: [String: Double]

  /// A question.
  public init(
    id: String, group: String? = nil, text: String, truth: Int, choices: [String]? = nil,
    columns: [String: Double] = [:]
  ) {
    (self.id, self.group, self.text, self.truth) = (id, group ?? id, text, truth)
    (self.choices, self.columns) = (choices, columns)
  }
}

/// Questions whose answers can be scored: multiple choice, or short answers out of a shared set.
public struct QuestionSet: Sendable, Equatable {
  /// The questions.
  public let questions: [Question]
  /// The answers that all questions share; nil for multiple choice.
  public let sharedAnswers: [String]?

  /// Checks and joins questions.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` without questions, for an id that occurs twice,
  ///   a truth outside the options, or different numbers of options.
  public init(_ questions: [Question], sharedAnswers: [String]?) throws {
    guard let first = questions.first else {
      throw HedgedPredictionError.badData("There are no questions.")
    }
    let count = sharedAnswers?.count ?? first.choices?.count ?? 0
    var seen: Set<String> = []
    for question in questions {
      guard seen.insert(question.id).inserted else {
        throw HedgedPredictionError.badData("The id \(question.id) occurs twice.")
      }
      guard (question.choices?.count ?? count) == count,
        sharedAnswers == nil || question.choices == nil
      else {
        throw HedgedPredictionError.badData(
          "Question \(question.id) has \(question.choices?.count ?? 0) options where others have "
            + "\(count); all questions of a set need as many.")
      }
      guard (0..<count).contains(question.truth) else {
        throw HedgedPredictionError.badData(
          "The answer of question \(question.id) is option \(question.truth), but options are "
            + "numbered 0...\(count - 1).")
      }
    }
    guard count >= 2 else {
      throw HedgedPredictionError.badData(
        "Questions need at least two possible answers; found \(count).")
    }
    (self.questions, self.sharedAnswers) = (questions, sharedAnswers)
  }

  /// The number of options of every question.
  public var optionCount: Int { sharedAnswers?.count ?? questions[0].choices?.count ?? 0 }

  /// The texts of a question's options.
  public func options(of question: Question) -> [String] { question.choices ?? sharedAnswers ?? [] }

  /// Names of the places: the shared answers, or the letters A, B, C ...
  public var optionNames: [String] {
    sharedAnswers ?? (0..<optionCount).map(AnswerSpace.letter)
  }

  /// Some of the questions, by place.
  public func selecting(_ places: [Int]) throws -> QuestionSet {
    try QuestionSet(places.map { questions[$0] }, sharedAnswers: sharedAnswers)
  }
}
