import Statistics
import TensorFiles
import TextFiles

/// Several edits in every combination on the same documents: the win rates of all combinations.
public struct FactorialTrial: Sendable, Equatable {
  /// One document.
  public struct Row: Sendable, Equatable {
    /// Its question.
    public var questionID: String
    /// The document.
    public var documentID: String
    /// Mean soft win rate over its opponents, a combination each: edit number k was made where bit k of
    /// the place is set.
    public var winRates: [Double]
  }

  /// The ids of the edits, in the order in which they were made.
  public var edits: [String]
  /// Documents on which every edit was possible.
  public var rows: [Row]
  /// Documents that were left out.
  public var leftOut: Int

  /// Runs a full factorial of two to four edits, applied in their order.
  ///
  /// Costs 2^k comparisons a document and opponent.
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` for another number of edits, and errors of the
  ///   reader.
  public init(
    _ edits: [EvidenceEdit], design: EditDesign, reader: any EvidenceReader
  ) async throws {
    guard (2...4).contains(edits.count), Set(edits.map(\.id)).count == edits.count else {
      throw ConflictingQAError.badSetting("A factorial mixture takes two to four different edits.")
    }
    (self.edits, rows, leftOut) = (edits.map(\.id), [], 0)
    let cells = 1 << edits.count
    for subject in design.subjects {
      let texts = (0..<cells).compactMap { cell in
        edits.indices.reduce(subject.document as EvidenceDocument?) { document, place in
          guard let document, cell >> place & 1 == 1 else { return document }
          let edited = edits[place].apply(
            to: document, question: subject.question, seed: design.seed)
          return edited.outcome == .notPossible ? nil : edited.edited
        }
      }
      guard texts.count == cells else {
        leftOut += 1
        continue
      }
      let scores = try await reader.compare(texts.flatMap(subject.pairs))
      let opponents = subject.opponents.count
      rows.append(
        Row(
          questionID: subject.question.id, documentID: subject.document.id,
          winRates: (0..<cells).map { cell in
            Sample.mean(
              scores[cell * opponents..<(cell + 1) * opponents].map {
                $0.softWin(of: subject.document.stance)
              })
          }))
    }
  }

  /// Writes the trial as JSON lines: `{"edits", "left_out"}`, then `{"question", "document",
  /// "win_rates"}` a document.
  public func write(to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      let head: JSONValue = [
        "edits": .array(edits.map { .string($0) }), "left_out": .integer(Int64(leftOut)),
      ]
      try sink.write(line: head)
      for row in rows {
        let line: JSONValue = [
          "question": .string(row.questionID), "document": .string(row.documentID),
          "win_rates": .array(row.winRates.map { .number($0) }),
        ]
        try sink.write(line: line)
      }
    }
  }

  /// Reads a trial back.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` and `TextFilesError`.
  public init(path: String) throws {
    var lines = try JSONLines(path: path)
    (edits, rows, leftOut) = ([], [], 0)
    while let (line, value) = try lines.next() {
      if let names = value["edits"]?.array, let leftOut = value["left_out"]?.int {
        edits = names.compactMap(\.string)
        self.leftOut = leftOut
      } else if let question = value["question"]?.string, let document = value["document"]?.string,
        let rates = value["win_rates"]?.array?.compactMap(\.double), rates.count == 1 << edits.count
      {
        rows.append(Row(questionID: question, documentID: document, winRates: rates))
      } else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "the line is no document of a mixture of edits")
      }
    }
  }
}
