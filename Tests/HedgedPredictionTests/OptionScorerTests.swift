import HedgedPrediction
import LanguageModels
import LinearAlgebra
import TestSupport
import Testing

@Suite(.enabled(if: InstalledModels.smolLM2 != nil)) struct OptionScorerTests {
  private func set() throws -> QuestionSet {
    let facts = [("Lyon", "France"), ("Osaka", "Japan"), ("Kazan", "Russia")]
    let answers = ["France", "Japan", "New Zealand", "Russia"]
    return try QuestionSet(
      facts.map { city, country in
        Question(
          id: city, text: "In which country is the city of \(city)?",
          truth: answers.firstIndex(of: country) ?? 0)
      }, sharedAnswers: answers)
  }

  private let form = PromptForm(shots: [
    .init(text: "In which country is the city of Oslo?", options: ["Norway", "Peru"], truth: 0)
  ])

  @Test func aSharedPrefixChangesNoNumber() throws {
    let model = try LanguageModel.open(path: try #require(InstalledModels.smolLM2))
    let tokenizer = try #require(model.tokenizer)
    let set = try set()
    let result = try OptionScorer(model, form: form).score(set)
    let runtime = model.makeRuntime()
    func ids(_ text: String) -> [Int32] { tokenizer.encode(text, addSpecialTokens: false).ids }
    for (row, question) in set.questions.enumerated() {
      let options = set.options(of: question)
      let prompt = ids(form.prefix) + ids(form.prompt(question.text, options: options))
      for place in options.indices {
        let answer = ids(form.answer(options, place))
        let output = try runtime.run(
          TokenBatch([prompt + answer]), request: ForwardRequest(statistics: true))
        let all = try #require(output.statistics).logProbability
        let expected = all[(prompt.count - 1)..<(all.count - 1)].reduce(0.0) { $0 + Double($1) }
        #expect(abs(result.logProbabilities[row, place] - expected) < 2e-4)
      }
    }
    #expect(result.features.rows == 3)
  }

  @Test func finishedPartsAreNotScoredAgain() throws {
    let model = try LanguageModel.open(path: try #require(InstalledModels.smolLM2))
    let folder = try TemporaryFolder()
    let first = try ScoredQuestions(set(), model: model, form: form, cacheFolder: folder.path)
    let second = try ScoredQuestions(set(), model: model, form: form, cacheFolder: folder.path)
    #expect((first.resumed, second.resumed) == (0, 3))
    #expect(first.table == second.table)
    #expect(first.features == second.features)
    let other = try ScoredQuestions(
      set(), model: model, form: PromptForm(), cacheFolder: folder.path)
    #expect(other.resumed == 0)
  }
}
