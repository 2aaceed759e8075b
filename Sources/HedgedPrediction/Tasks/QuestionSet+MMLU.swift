import Foundation
import TextFiles

extension QuestionSet {
  /// Reads MMLU: one CSV file, or every `*.csv` of a folder, the subject of each from its name.
  ///
  /// Rows are question, four choices, answer; the answer a letter (as published, without a header) or
  /// a place 0...3 (with a header `question,...,answer`).
  /// - Throws: ``HedgedPredictionError/badData(_:)`` for other columns or answers, `TextFilesError`.
  public init(mmlu path: String, subjects: [String] = []) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let files =
      exists && isFolder.boolValue
      ? try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        .filter { $0.hasSuffix(".csv") }.map { "\(path)/\($0)" } : [path]
    let chosen = files.filter { subjects.isEmpty || subjects.contains(Self.subject(of: $0)) }
    if let missing = subjects.first(where: { name in
      !files.contains { Self.subject(of: $0) == name }
    }) {
      throw HedgedPredictionError.badData("\(path) has no file for the subject \"\(missing)\".")
    }
    try self.init(chosen.flatMap(Self.questions), sharedAnswers: nil)
  }

  /// The subject that a file's name tells: `astronomy` of `astronomy_test.csv`.
  static func subject(of path: String) -> String {
    var name = String(path.split(separator: "/").last ?? "").replacing(".csv", with: "")
    for ending in ["_test", "_dev", "_val"] where name.hasSuffix(ending) {
      name.removeLast(ending.count)
    }
    return name
  }

  private static func questions(_ path: String) throws -> [Question] {
    let columns = ["question", "A", "B", "C", "D", "answer"]
    var reader = try CSVReader(path: path)
    if reader.header.first != "question" { reader = try CSVReader(path: path, columns: columns) }
    guard reader.header.count == columns.count else {
      throw HedgedPredictionError.badData(
        "\(path): expected a question, four choices and an answer, found \(reader.header.count) "
          + "columns.")
    }
    let subject = subject(of: path)
    var questions: [Question] = []
    while let row = try reader.next() {
      let answer = row.fields[5].trimmingCharacters(in: .whitespaces)
      guard let truth = Int(answer) ?? ["A", "B", "C", "D"].firstIndex(of: answer) else {
        throw HedgedPredictionError.badData(
          "\(path), line \(row.line): the answer \"\(answer)\" is neither A to D nor 0 to 3.")
      }
      questions.append(
        Question(
          id: "\(subject)-\(row.row)", text: row.fields[0], truth: truth,
          choices: Array(row.fields[1...4])))
    }
    return questions
  }
}
