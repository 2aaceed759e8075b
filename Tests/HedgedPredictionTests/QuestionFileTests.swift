import Foundation
import HedgedPrediction
import TensorFiles
import TestSupport
import Testing

@Suite struct QuestionFileTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func theCitiesAreReadFromTheRepository() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../data/cities-qa/cities.jsonl").standardizedFileURL.path
    let set = try QuestionSet(jsonLines: path)
    #expect(set.questions.count == 2126)
    #expect(set.sharedAnswers?.count == 26)
    #expect(set.questions.allSatisfy { ($0.columns["population"] ?? 0) >= 100 })
    let first = set.questions[0]
    #expect(first.text.hasPrefix("In which country is the city of "))
    #expect(PromptForm().prompt(first.text, options: []) == "Q: \(first.text)\nA:")
  }

  @Test func multipleChoiceComesAsJSONLinesAndAsMMLU() throws {
    let lines = """
      {"question": "Two and two?", "choices": ["3", "4"], "answer": "4", "mentions": 7}
      {"id": "b", "question": "One and one?", "choices": ["2", "5"], "answer": 0}
      """
    let set = try QuestionSet(jsonLines: folder.write(lines, to: "a.jsonl"))
    #expect(set.questions.map(\.truth) == [1, 0])
    #expect(set.questions[0].columns == ["mentions": 7])
    #expect(set.optionNames == ["A", "B"])

    try folder.write("What?,a,b,c,d,C\n\"Say, who?\",a,b,c,d,A\n", to: "sea_test.csv")
    try folder.write(
      "question,choice0,choice1,choice2,choice3,answer\nWhy?,a,b,c,d,3\n", to: "air_dev.csv")
    let all = try QuestionSet(mmlu: folder.path)
    #expect(all.questions.map(\.id) == ["air-1", "sea-1", "sea-2"])
    #expect(all.questions.map(\.truth) == [3, 2, 0])
    let form = PromptForm(style: .letters)
    #expect(
      form.prompt("Why?", options: ["a", "b"]) + form.answer(["a", "b"], 1)
        == "Why?\nA. a\nB. b\nAnswer: B")
    #expect(throws: HedgedPredictionError.self) {
      try QuestionSet(mmlu: folder.path, subjects: ["law"])
    }
  }

  @Test(arguments: [
    ("{\"question\": \"a?\"}", "line 1: there is no \"answer\""),
    ("{\"answer\": \"a\"}", "line 1: there is no \"question\""),
    ("{\"question\": \"a?\", \"choices\": [\"x\"], \"answer\": 0}", "at least two texts"),
    ("{\"question\": \"a?\", \"choices\": [\"x\", \"y\"], \"answer\": 2}", "neither one of"),
    ("{\"question\": \"a?\", \"answer\": \"x\"}", "at least two possible answers"),
    ("", "holds no questions"),
  ])
  func badFilesAreSentences(_ text: String, _ part: String) throws {
    let path = try folder.write(text + "\n", to: "bad.jsonl")
    let error = #expect(throws: HedgedPredictionError.self) { try QuestionSet(jsonLines: path) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }

  @Test func aUsersOwnNumbersAreReplayed() throws {
    let numbers = folder.path("p.npy")
    let labels = folder.path("y.npy")
    try NPY.write(path: numbers, shape: [2, 3], floats: [0.5, 0.3, 0.2, 0.1, 0.1, 0.8])
    try NPY.write(path: labels, shape: [2], int32s: [0, 1])
    let table = try OptionTable(npy: numbers, labels: labels)
    #expect(table.truths == [0, 1])
    #expect(abs(table.probabilities(1)[2] - 0.8) < 1e-6)
    #expect(table.preferred(1) == 2)

    let lines = """
      {"id": "x", "probabilities": [0.9, 0.1], "answer": 1, "population": 10}
      {"id": "y", "log_probabilities": [-0.1, -3], "answer": 0, "population": 20}
      """
    let other = try OptionTable(jsonLines: folder.write(lines, to: "p.jsonl"))
    #expect(try other.column("population") == [10, 20])
    try NPY.write(path: labels, shape: [2], int32s: [0, 3])
    #expect(throws: HedgedPredictionError.self) { try OptionTable(npy: numbers, labels: labels) }
    try NPY.write(path: numbers, shape: [2, 3], floats: [1.5, 0.3, 0.2, 0.1, 0.1, 0.8])
    #expect(throws: HedgedPredictionError.self) { try OptionTable(npy: numbers, labels: labels) }
  }
}
