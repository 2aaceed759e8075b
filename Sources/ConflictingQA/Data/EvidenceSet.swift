import TensorFiles
import TextFiles

/// Questions with their documents, in the order of the file.
public struct EvidenceSet: Sendable, Equatable {
  /// The questions, in the order of their first document.
  public private(set) var questions: [EvidenceQuestion] = []
  private var byQuestion: [String: [EvidenceDocument]] = [:]

  /// A set of nothing.
  public init() {}

  /// The documents of rows; of rows with equal document ids the first counts.
  public init(_ rows: some Sequence<EvidenceRow>) {
    var seen: Set<String> = []
    for row in rows where seen.insert(row.document.id).inserted {
      if byQuestion[row.question.id] == nil { questions.append(row.question) }
      byQuestion[row.question.id, default: []].append(row.document)
    }
  }

  /// All documents, question by question.
  public var documents: [EvidenceDocument] { questions.flatMap { documents(of: $0.id) } }

  /// The documents of a question, in the order of the file.
  public func documents(of questionID: String) -> [EvidenceDocument] {
    byQuestion[questionID] ?? []
  }

  /// The documents of a question that take one side.
  public func documents(of questionID: String, _ stance: Stance) -> [EvidenceDocument] {
    documents(of: questionID).filter { $0.stance == stance }
  }

  /// Pairs of opposed documents: yes documents times no documents, summed over questions.
  public var pairCount: Int {
    questions.reduce(0) {
      $0 + documents(of: $1.id, .yes).count * documents(of: $1.id, .no).count
    }
  }

  /// The questions with a document on either side.
  public var twoSided: EvidenceSet {
    only(
      questions.filter { !documents(of: $0.id, .yes).isEmpty && !documents(of: $0.id, .no).isEmpty }
    )
  }

  /// The first questions alone.
  public func prefix(questions count: Int) -> EvidenceSet { only(Array(questions.prefix(count))) }

  private func only(_ questions: [EvidenceQuestion]) -> EvidenceSet {
    var part = EvidenceSet()
    part.questions = questions
    for question in part.questions { part.byQuestion[question.id] = byQuestion[question.id] }
    return part
  }

  /// Reads an evidence file of any layout in `EvidenceLayout`.
  ///
  /// - Throws: the first bad row as ``ConflictingQAError/badRow(path:row:problem:)``, and
  ///   `TextFilesError`; `knowable evidence audit` lists all bad rows.
  public static func load(path: String) throws -> EvidenceSet {
    var reader = try EvidenceRows(path: path)
    var rows: [EvidenceRow] = []
    while let row = try reader.next() { rows.append(try row.get()) }
    guard !rows.isEmpty else {
      throw ConflictingQAError.badFile(path: path, problem: "it holds no document")
    }
    return EvidenceSet(rows)
  }

  /// Writes the set as JSON lines of this library's own layout.
  public func write(to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      var row = 0
      for question in questions {
        for document in documents(of: question.id) {
          row += 1
          let line = EvidenceRow(row: row, question: question, document: document)
          try sink.write(line: line.json)
        }
      }
    }
  }
}
