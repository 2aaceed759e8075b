public import LanguageModels
public import LinearAlgebra
import Embeddings
import TensorFiles

/// Questions with what a frozen model made of them.
public struct ScoredQuestions: Sendable {
  /// Option log-probabilities, truths and columns.
  public let table: OptionTable
  /// The final state of each prompt, questions × width; nil for numbers that came from a file.
  public let features: Matrix<Float>?
  /// How many questions an earlier call had scored.
  public let resumed: Int

  /// Questions a part, the unit that is cached.
  private static let part = 64

  /// Joins a table with features, where there are some.
  public init(table: OptionTable, features: Matrix<Float>? = nil) {
    (self.table, self.features, resumed) = (table, features, 0)
  }

  /// Scores questions, keeping every 64 of them in a file of `cacheFolder` as soon as they are done.
  ///
  /// A file's name is a hash of the model, the prompts and the answers, so another model or prompt
  /// never meets old numbers, and a killed run goes on where it was. `progress` hears of done
  /// questions.
  public init(
    _ set: QuestionSet, model: LanguageModel, form: PromptForm, length: OptionLength = .sum,
    cacheFolder: String, progress: (_ done: Int) throws -> Void = { _ in }
  ) throws {
    let fingerprint = try model.fingerprint()
    var table = try OptionTable(names: set.optionNames, hasOwnOptions: set.sharedAnswers == nil)
    var features: [Float] = []
    var scorer: OptionScorer?
    var resumed = 0
    try Folder.make(cacheFolder)
    for first in stride(from: 0, to: set.questions.count, by: Self.part) {
      let places = first..<min(set.questions.count, first + Self.part)
      let part = try set.selecting(Array(places))
      let key = Self.key(part, fingerprint, form, length, model.precision)
      let path = "\(cacheFolder)/\(key.prefix(32)).safetensors"
      var scores: Matrix<Double>
      if let found = try? SafetensorsFile(path: path) {
        scores = Matrix(
          rows: places.count, columns: set.optionCount,
          elements: try found.tensor("log_probabilities").float64s())
        features += try found.tensor("final_norm").floats()
        resumed += places.count
      } else {
        let running = try scorer ?? OptionScorer(model, form: form, length: length)
        scorer = running
        let result = try running.score(part) { try progress(first + $0) }
        scores = result.logProbabilities
        features += result.features.elements
        try Self.write(result, to: path)
      }
      for (row, question) in part.questions.enumerated() {
        try table.append(
          id: question.id, group: question.group, truth: question.truth,
          logProbabilities: scores.row(row).map { min(0, $0) }, columns: question.columns)
      }
      try progress(places.upperBound)
    }
    self.table = table
    self.resumed = resumed
    self.features = Matrix(
      rows: table.count, columns: model.configuration.width, elements: features)
  }

  private static func write(_ result: OptionScorer.Result, to path: String) throws {
    let (scores, features) = (result.logProbabilities, result.features)
    try SafetensorsWriter.write(
      path: path,
      tensors: [
        SafetensorsEntry(
          name: "log_probabilities", shape: [scores.rows, scores.columns],
          float64s: scores.elements),
        SafetensorsEntry(
          name: "final_norm", shape: [features.rows, features.columns], floats: features.elements),
      ], metadata: [])
  }

  private static func key(
    _ part: QuestionSet, _ fingerprint: String, _ form: PromptForm, _ length: OptionLength,
    _ precision: Precision
  ) -> String {
    var hasher = ContentHasher()
    for text in [fingerprint, precision.rawValue, length.rawValue, form.prefix] {
      hasher.update(text + "\u{0}")
    }
    for question in part.questions {
      let options = part.options(of: question)
      hasher.update(form.prompt(question.text, options: options) + "\u{0}")
      for place in options.indices { hasher.update(form.answer(options, place) + "\u{0}") }
    }
    return hasher.finalize()
  }
}
