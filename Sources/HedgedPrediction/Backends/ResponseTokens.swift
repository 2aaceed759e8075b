import Finetuning
public import LanguageModels

/// A task as token ids: prompts, and the response to each place of the answer space.
public struct ResponseTokens: Sendable, Equatable {
  /// One list a question, without a response.
  public let prompts: [[Int32]]
  /// One list a place: the options, then abstaining.
  public let responses: [[Int32]]

  /// Checks that responses can be told apart by their first tokens.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` for prompts or responses without tokens and for
  ///   responses that begin alike.
  public init(prompts: [[Int32]], responses: [[Int32]], names: [String]) throws {
    if let empty = prompts.firstIndex(where: \.isEmpty) {
      throw HedgedPredictionError.badData("Question \(empty) has no tokens.")
    }
    var first: [Int32: String] = [:]
    for (name, response) in zip(names, responses) {
      guard let token = response.first else {
        throw HedgedPredictionError.badData("The answer \"\(name)\" has no tokens.")
      }
      if let other = first.updateValue(name, forKey: token) {
        throw HedgedPredictionError.badData(
          "The answers \"\(other)\" and \"\(name)\" begin with the same token, so a first token does "
            + "not tell them apart; choose answers that begin differently.")
      }
    }
    (self.prompts, self.responses) = (prompts, responses)
  }

  /// Tokenizes questions with shared answers, zero-shot, for a model.
  public init(
    _ set: QuestionSet, abstention: String, tokenizer: Tokenizer, form: PromptForm = PromptForm()
  ) throws {
    guard let answers = set.sharedAnswers else {
      throw HedgedPredictionError.badSetting(
        "Finetuning a model needs answers that all questions share; use the option head for "
          + "multiple choice.")
    }
    let beginning = tokenizer.addsBeginningOfText ? tokenizer.beginningOfText : nil
    let names = answers + [abstention]
    try self.init(
      prompts: set.questions.map { question in
        [beginning].compactMap { $0 }
          + tokenizer.encode(
            form.prefix + form.prompt(question.text, options: answers), addSpecialTokens: false
          ).ids
      },
      responses: names.indices.map {
        tokenizer.encode(form.answer(names, $0), addSpecialTokens: false).ids
      }, names: names)
  }

  /// The sequence that teaches a target, its loss on the response alone.
  ///
  /// A target with all its mass on one place teaches the whole response; a soft one the distribution
  /// of the first token. Weights follow the reduction; `batch` is the number of sequences a step, by
  /// which sums are divided.
  func sequence(
    _ example: SupervisedExample, _ reduction: LossReduction, batch: Int
  ) -> TrainingSequence {
    let prompt = prompts[example.source]
    let share = Float(example.weight) / (reduction == .tokenSum ? Float(batch) : 1)
    func weights(_ count: Int, learnt: Int) -> [Float] {
      (0..<count).map {
        $0 >= prompt.count - 1 && $0 < prompt.count - 1 + learnt ? share : 0
      }
    }
    guard let place = example.target.firstIndex(of: 1) else {
      let mixture = example.target.indices.filter { example.target[$0] > 0 }.map {
        TokenProbability(token: responses[$0][0], probability: Float(example.target[$0]))
      }
      return TrainingSequence(
        tokens: prompt, weights: weights(prompt.count, learnt: 1),
        softTargets: [prompt.count - 1: mixture])
    }
    let response = responses[place]
    return TrainingSequence(
      tokens: prompt + response,
      weights: weights(
        prompt.count + response.count, learnt: reduction == .decisionToken ? 1 : response.count))
  }
}

extension LossReduction {
  /// How a trainer joins the weighted token losses that ``ResponseTokens`` makes.
  var trainer: Finetuning.LossReduction {
    switch self {
    case .tokenSum: .sum
    case .sequenceMean: .sequenceMean
    case .batchTokenMean, .decisionToken: .tokenMean
    }
  }
}
