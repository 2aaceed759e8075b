import TextFiles

extension QuestionSet {
  /// Reads JSON lines: `question` (or `prompt`), `answer` (or `completion`), `id` and `group` where
  /// there are some, and any numbers, such as `population`, which become columns.
  ///
  /// With `choices`, a list of texts, a question has options of its own and `answer` is the place of
  /// the right one or its text; without, the different answers of the file are the shared options.
  /// - Throws: ``HedgedPredictionError/badData(_:)`` naming file and line, `TextFilesError`.
  public init(jsonLines path: String) throws {
    var rows: [(question: Question, answer: String?)] = []
    var lines = try JSONLines(path: path)
    while let (line, value) = try lines.next() {
      do {
        rows.append(try Self.row(value, number: rows.count + 1))
      } catch let HedgedPredictionError.badData(problem) {
        throw HedgedPredictionError.badData("\(path), line \(line): \(problem)")
      }
    }
    guard !rows.isEmpty else {
      throw HedgedPredictionError.badData("\(path) holds no questions.")
    }
    let withChoices = rows.count { $0.question.choices != nil }
    guard withChoices == 0 || withChoices == rows.count else {
      throw HedgedPredictionError.badData(
        "\(path): \(withChoices) of \(rows.count) questions have \"choices\"; give them to all or none."
      )
    }
    guard withChoices == 0 else {
      try self.init(rows.map(\.question), sharedAnswers: nil)
      return
    }
    let answers = Set(rows.compactMap(\.answer)).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    let places = Dictionary(uniqueKeysWithValues: answers.enumerated().map { ($1, $0) })
    let questions = rows.map { row in
      var question = row.question
      question.truth = places[row.answer ?? ""] ?? 0
      return question
    }
    try self.init(questions, sharedAnswers: answers)
  }

  private static func row(
    _ value: JSONValue, number: Int
  ) throws -> (question: Question, answer: String?) {
    func fail(_ problem: String) -> HedgedPredictionError { .badData(problem) }
    guard let object = value.object else { throw fail("the line is not a JSON object.") }
    guard let text = (object["question"] ?? object["prompt"])?.string, !text.isEmpty else {
      throw fail("there is no \"question\" (or \"prompt\") with text.")
    }
    let answer = object["answer"] ?? object["completion"]
    var question = Question(
      id: object["id"]?.string ?? object["id"]?.int.map(String.init) ?? String(number),
      group: object["group"]?.string, text: text, truth: 0)
    for (key, value) in object.members where !["id", "answer"].contains(key) {
      if let number = value.double { question.columns[key] = number }
    }
    guard let choices = object["choices"] else {
      guard let answer = answer?.string, !answer.isEmpty else {
        throw fail("there is no \"answer\" (or \"completion\") with text.")
      }
      return (question, answer)
    }
    let texts = (choices.array ?? []).compactMap(\.string)
    guard texts.count == choices.array?.count, texts.count >= 2 else {
      throw fail("\"choices\" must be a list of at least two texts.")
    }
    question.choices = texts
    guard let truth = answer?.int ?? answer?.string.flatMap({ texts.firstIndex(of: $0) }),
      texts.indices.contains(truth)
    else {
      throw fail(
        "\"answer\" is neither one of the choices nor a place in 0...\(texts.count - 1).")
    }
    question.truth = truth
    return (question, nil)
  }
}
