/// Which prompts a study asks, in the order in which they share most of their beginnings.
public struct ScoringPlan: Sendable {
  /// What a study asks.
  public struct Options: Sendable, Equatable {
    /// Pairs of opposed documents, in both orders.
    public var pairs: Bool
    /// Every document alone.
    public var singles: Bool
    /// Every question without documents.
    public var closedBook: Bool
    /// Take only this many questions.
    public var limit: Int?
    /// Take questions only while the computed tokens stay within this budget.
    public var budgetTokens: Int?

    /// Everything unless said otherwise.
    public init(
      pairs: Bool = true, singles: Bool = true, closedBook: Bool = true, limit: Int? = nil,
      budgetTokens: Int? = nil
    ) {
      (self.pairs, self.singles, self.closedBook) = (pairs, singles, closedBook)
      (self.limit, self.budgetTokens) = (limit, budgetTokens)
    }
  }

  /// The prompts of one question.
  public struct Unit: Sendable {
    /// The question.
    public let question: EvidenceQuestion
    /// Its prompts: closed-book, then each document alone and before each of its opponents.
    public let prompts: [EvidencePrompt]

    init(_ question: EvidenceQuestion, of evidence: EvidenceSet, _ options: Options) {
      self.question = question
      func prompt(_ documents: EvidenceDocument...) -> EvidencePrompt {
        EvidencePrompt(question: question, documents: documents)
      }
      var prompts = options.closedBook ? [prompt()] : []
      let documents = evidence.documents(of: question.id)
      for first in documents {
        if options.singles { prompts.append(prompt(first)) }
        guard options.pairs else { continue }
        for second in documents where second.stance != first.stance {
          prompts.append(prompt(first, second))
        }
      }
      self.prompts = prompts
    }
  }

  /// The questions with their prompts.
  public let units: [Unit]
  /// What all prompts cost, what is stored already left out.
  public let cost: ReadingCost
  /// Questions left out by the limit or the budget.
  public let leftOut: Int

  /// Number of pairs of documents.
  public var pairs: Int {
    units.reduce(0) { $0 + $1.prompts.count { $0.documents.count == 2 } } / 2
  }

  /// Number of prompts.
  public var prompts: Int { units.reduce(0) { $0 + $1.prompts.count } }

  /// Plans a study and asks the reader what it costs.
  ///
  /// A budget takes questions in the order of the file, up to the first that does not fit. Costs one
  /// tokenization of every prompt.
  /// - Throws: the reader's errors, and ``ConflictingQAError/badSetting(_:)`` for a budget that is too
  ///   small for a single question.
  public init(
    _ evidence: EvidenceSet, reader: some EvidenceReader, options: Options = Options()
  ) throws {
    var units: [Unit] = []
    var cost = ReadingCost()
    for question in evidence.questions.prefix(options.limit ?? .max) {
      let unit = Unit(question, of: evidence, options)
      let unitCost = try reader.cost(of: unit.prompts)
      if let budget = options.budgetTokens, cost.computedTokens + unitCost.computedTokens > budget {
        guard units.isEmpty else { break }
        throw ConflictingQAError.badSetting(
          "A budget of \(budget) tokens is too small for a single question: the first, "
            + "\"\(question.text)\", takes \(unitCost.computedTokens).")
      }
      cost += unitCost
      units.append(unit)
    }
    (self.units, self.cost) = (units, cost)
    leftOut = evidence.questions.count - units.count
  }

  /// Asks everything and sorts the answers into scores.
  public func run(_ reader: some EvidenceReader) async throws -> ReaderScores {
    var scores = ReaderScores(reader: reader.identity, pairs: [])
    for unit in units {
      try Task.checkCancellation()
      scores.add(try await reader.answers(to: unit.prompts), to: unit.prompts)
    }
    return scores
  }
}

extension ReaderScores {
  /// Sorts the answers of one question into pairs and singles, in the order of the prompts.
  mutating func add(_ answers: [AnswerProbabilities], to prompts: [EvidencePrompt]) {
    var byOrder: [[String]: AnswerProbabilities] = [:]
    for (prompt, answer) in zip(prompts, answers) where prompt.documents.count == 2 {
      byOrder[prompt.documents.map(\.id)] = answer
    }
    for (prompt, answer) in zip(prompts, answers) {
      let documents = prompt.documents
      if documents.count < 2 {
        singles.append(
          SingleScore(
            questionID: prompt.question.id, documentID: documents.first?.id, answer: answer))
      } else if documents[0].stance == .yes,
        let other = byOrder[[documents[1].id, documents[0].id]]
      {
        pairs.append(
          PairScore(
            questionID: prompt.question.id, yesID: documents[0].id, noID: documents[1].id,
            yesFirst: answer, noFirst: other))
      }
    }
  }
}
