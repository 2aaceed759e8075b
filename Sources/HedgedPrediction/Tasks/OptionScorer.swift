import Embeddings
public import LanguageModels
public import LinearAlgebra

/// How long answers are made comparable with short ones.
public enum OptionLength: String, Sendable, CaseIterable {
  /// ln p of the whole answer, the sum over its tokens.
  case sum
  /// The mean over the answer's tokens: for options that are sentences of different lengths.
  case tokenMean = "token-mean"
  /// ln p of the first token alone: one pass a question. The answers must begin differently.
  case firstToken = "first-token"
}

/// Scores the options of questions with a frozen model: ln p of each answer after its prompt.
///
/// The text before all questions runs once; prompts continue its cache, and answers of several tokens
/// continue the prompts'. Numbers do not depend on batches or threads.
public final class OptionScorer {
  /// What a model gave for some questions.
  public struct Result: Sendable {
    /// ln p, questions × options, nats.
    public let logProbabilities: Matrix<Double>
    /// The state that the head reads at the end of each prompt (`final_norm`), questions × width.
    public let features: Matrix<Float>
  }

  /// How questions become text.
  public let form: PromptForm
  /// How answers of several tokens are counted.
  public let length: OptionLength
  private let model: LanguageModel
  private let runtime: Runtime
  private let tokenizer: Tokenizer
  private let cache: KeyValueCache?
  private let opening: [Int32]

  private static let tokensPerBatch = 2_048

  /// A scorer; runs the text before all questions.
  ///
  /// - Throws: the model's errors, and an error for a model without a tokenizer.
  public init(_ model: LanguageModel, form: PromptForm, length: OptionLength = .sum) throws {
    guard let tokenizer = model.tokenizer else {
      throw model.tokenizerFailure ?? EmbeddingsError.noTokenizer(model: model.path)
    }
    (self.model, self.form, self.length) = (model, form, length)
    self.tokenizer = tokenizer
    runtime = model.makeRuntime()
    let beginning = tokenizer.addsBeginningOfText ? tokenizer.beginningOfText : nil
    let text = tokenizer.encode(form.prefix, addSpecialTokens: false).ids
    opening = [beginning].compactMap { $0 } + text
    cache =
      opening.isEmpty
      ? nil
      : try runtime.run(
        TokenBatch([opening]), after: [nil], request: ForwardRequest(), keepingCache: true
      ).caches[0]
  }

  /// The tokens of a prompt without what stands before all questions.
  func promptTokens(_ question: Question, options: [String]) -> [Int32] {
    tokenizer.encode(form.prompt(question.text, options: options), addSpecialTokens: false).ids
  }

  /// Scores questions; `advanced` hears how many are done after every batch.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` for answers without tokens or, with first tokens
  ///   alone, answers that begin alike; errors of the model.
  public func score(
    _ set: QuestionSet, advanced: (Int) throws -> Void = { _ in }
  ) throws -> Result {
    let count = set.questions.count
    var values = Matrix<Double>(rows: count, columns: set.optionCount)
    var features: [Float] = []
    var first = 0
    while first < count {
      var (prompts, answers): ([[Int32]], [[[Int32]]]) = ([], [])
      var tokens = 0
      while first + prompts.count < count,
        prompts.isEmpty || tokens < Self.tokensPerBatch / 2
      {
        let question = set.questions[first + prompts.count]
        let options = set.options(of: question)
        prompts.append(promptTokens(question, options: options))
        answers.append(try answerTokens(question, options))
        tokens += prompts[prompts.count - 1].count
      }
      let batch = try score(prompts, answers)
      for (row, scores) in batch.scores.enumerated() {
        for (option, score) in scores.enumerated() { values[first + row, option] = score }
      }
      features += batch.features
      first += prompts.count
      try advanced(first)
    }
    return Result(
      logProbabilities: values,
      features: Matrix(rows: count, columns: model.configuration.width, elements: features))
  }

  private func answerTokens(_ question: Question, _ options: [String]) throws -> [[Int32]] {
    let tokens = options.indices.map {
      tokenizer.encode(form.answer(options, $0), addSpecialTokens: false).ids
    }
    if let empty = tokens.firstIndex(where: \.isEmpty) {
      throw HedgedPredictionError.badData(
        "Option \(empty) of question \(question.id) has no tokens.")
    }
    guard length == .firstToken else { return tokens }
    let firsts = tokens.map { $0[0] }
    if Set(firsts).count < firsts.count {
      throw HedgedPredictionError.badData(
        "Some options of question \(question.id) begin with the same token; score whole answers.")
    }
    return firsts.map { [$0] }
  }

  /// Scores and features of one batch.
  private func score(
    _ prompts: [[Int32]], _ answers: [[[Int32]]]
  ) throws -> (scores: [[Double]], features: [Float]) {
    let isLonger = answers.joined().contains { $0.count > 1 }
    let start = try runtime.run(
      TokenBatch(prompts), after: prompts.map { _ in cache },
      request: ForwardRequest(
        taps: [.finalNorm], chosenTokens: answers.map { $0.map { $0[0] } }, rows: .last),
      keepingCache: isLonger)
    var scores = (start.output.chosenLogits ?? []).map(\.logProbabilities)
    let features = start.output.taps[.finalNorm]?.elements ?? []
    if isLonger { try addContinuations(of: answers, after: start.caches, to: &scores) }
    if length == .tokenMean {
      for (row, options) in answers.enumerated() {
        for (option, tokens) in options.enumerated() { scores[row][option] /= Double(tokens.count) }
      }
    }
    return (scores, features)
  }

  /// Adds ln p of every token after an answer's first.
  private func addContinuations(
    of answers: [[[Int32]]], after caches: [KeyValueCache], to scores: inout [[Double]]
  ) throws {
    var waiting = answers.indices.flatMap { row in
      answers[row].indices.filter { answers[row][$0].count > 1 }.map { (row: row, option: $0) }
    }[...]
    while !waiting.isEmpty {
      var tokens = 0
      let batch = waiting.prefix { place in
        defer { tokens += answers[place.row][place.option].count }
        return tokens < Self.tokensPerBatch
      }
      waiting = waiting.dropFirst(batch.count)
      let texts = batch.map { answers[$0.row][$0.option] }
      let output = try runtime.run(
        TokenBatch(texts.map { Array($0.dropLast()) }), after: batch.map { caches[$0.row] },
        request: ForwardRequest(chosenTokens: texts.map { Array($0.dropFirst()) }))
      var rows = (output.output.chosenLogits ?? [])[...]
      for (place, text) in zip(batch, texts) {
        for (step, row) in rows.prefix(text.count - 1).enumerated() {
          scores[place.row][place.option] += row.logProbabilities[step]
        }
        rows = rows.dropFirst(text.count - 1)
      }
    }
  }
}
