/// What an evidence file holds, what is wrong with it, and what a study should know of it.
public struct EvidenceAudit: Sendable {
  /// A remark on a row.
  public struct Finding: Sendable, Equatable {
    /// 1-based row of the file.
    public var row: Int
    /// What was found there.
    public var problem: String
  }

  /// Rows read, bad ones included.
  public private(set) var rows = 0
  /// Rows that cannot be used.
  public private(set) var badRows: [Finding] = []
  /// Documents by the side they take, duplicates left out.
  public private(set) var documents: [Stance: Int] = [.yes: 0, .no: 0]
  /// Different categories that are named.
  public var categories: Int { categoryNames.count }
  /// Questions.
  public var questions: Int { order.count }
  /// Questions with a document on either side.
  public var twoSidedQuestions: Int { order.count { byQuestion[$0]?.isTwoSided == true } }
  /// Pairs of opposed documents.
  public var pairs: Int { tallies.reduce(0) { $0 + $1.count(.yes) * $1.count(.no) } }
  /// Documents that meet at least ``WinRates/reportedOpponents`` opponents.
  public var reportedDocuments: Int {
    tallies.reduce(0) { sum, tally in
      sum
        + Stance.allCases.reduce(0) {
          tally.count($1.opposite) < WinRates.reportedOpponents ? $0 : $0 + tally.count($1)
        }
    }
  }
  /// Rows that repeat a document word for word, or an address within a question.
  public private(set) var duplicates: [Finding] = []
  /// Rows whose window is nearly that of another document of the question.
  public private(set) var nearDuplicates: [Finding] = []
  /// Rows whose site also takes the other side of the question.
  public private(set) var sameSite: [Finding] = []
  /// Rows whose window is longer than the limit.
  public private(set) var longWindows: [Finding] = []

  /// Share of common word triples from which two windows count as near-duplicates.
  public static let nearDuplicateSimilarity = 0.9

  private struct Kept {
    let row: Int
    let document: EvidenceDocument.Trace
    let sketch: [UInt64]
  }

  private struct Tally {
    var question: EvidenceQuestion
    var firstRow: Int
    var kept: [Kept] = []

    func count(_ stance: Stance) -> Int { kept.count { $0.document.stance == stance } }
    var isTwoSided: Bool { count(.yes) > 0 && count(.no) > 0 }
  }

  private var order: [String] = []
  private var byQuestion: [String: Tally] = [:]
  private var categoryNames: Set<String> = []
  private var tallies: [Tally] { order.compactMap { byQuestion[$0] } }
  private let windowTokens: Int
  private let countTokens: (@Sendable (String) -> Int)?
  private let hash = MinHash()

  /// An audit of nothing yet.
  ///
  /// `windowTokens` is the longest window, counted by `countTokens` or, without one, as 4/3 tokens a
  /// word.
  public init(windowTokens: Int = 512, countTokens: (@Sendable (String) -> Int)? = nil) {
    (self.windowTokens, self.countTokens) = (windowTokens, countTokens)
  }

  /// Questions with documents on one side only, which no win rate can use, by their first row.
  public var oneSided: [Finding] {
    tallies.filter { !$0.isTwoSided }.map { tally in
      let side = tally.count(.yes) > 0 ? Stance.no : .yes
      return Finding(
        row: tally.firstRow,
        problem: "no document says \(side.rawValue) to \"\(tally.question.text)\"")
    }
  }

  /// Adds the next row.
  ///
  /// Returns whether a study should keep the document: false for bad rows, duplicates and
  /// near-duplicates.
  @discardableResult
  public mutating func add(_ row: Result<EvidenceRow, ConflictingQAError>) -> Bool {
    rows += 1
    switch row {
    case .success(let row): return add(row)
    case .failure(.badRow(_, let place, let problem)):
      badRows.append(Finding(row: place, problem: problem))
    case .failure(let error): badRows.append(Finding(row: rows, problem: error.description))
    }
    return false
  }

  private mutating func add(_ row: EvidenceRow) -> Bool {
    let document = row.document
    if !row.question.category.isEmpty { categoryNames.insert(row.question.category) }
    if byQuestion[row.question.id] == nil { order.append(row.question.id) }
    var tally = byQuestion[row.question.id] ?? Tally(question: row.question, firstRow: row.row)
    defer { byQuestion[row.question.id] = tally }
    checkLength(row)
    let trace = EvidenceDocument.Trace(document)
    if let same = tally.kept.first(where: { $0.document.isSame(as: trace) }) {
      duplicates.append(Finding(row: row.row, problem: "the document of row \(same.row) again"))
      return false
    }
    let sketch = hash.sketch(document.window)
    let nearest = tally.kept.map { ($0.row, MinHash.similarity($0.sketch, sketch)) }
      .max { $0.1 < $1.1 }
    if let (other, similarity) = nearest, similarity >= Self.nearDuplicateSimilarity {
      let percent = Int((100 * similarity).rounded())
      nearDuplicates.append(
        Finding(row: row.row, problem: "its window shares \(percent) % with that of row \(other)"))
      return false
    }
    if let site = trace.site,
      let other = tally.kept.first(where: {
        $0.document.site == site && $0.document.stance != document.stance
      })
    {
      sameSite.append(
        Finding(row: row.row, problem: "\(site) takes the other side in row \(other.row)"))
    }
    documents[document.stance, default: 0] += 1
    tally.kept.append(Kept(row: row.row, document: trace, sketch: sketch))
    return true
  }

  private mutating func checkLength(_ row: EvidenceRow) {
    let window = row.document.window
    let words = window.split(whereSeparator: \.isWhitespace).count
    let tokens = countTokens.map { $0(window) } ?? (4 * words + 2) / 3
    guard tokens > windowTokens else { return }
    longWindows.append(
      Finding(
        row: row.row,
        problem: "its window has \(countTokens == nil ? "about " : "")\(tokens) tokens, more than "
          + "\(windowTokens)"))
  }
}

extension EvidenceDocument {
  /// What an audit remembers of a document.
  fileprivate struct Trace {
    let id: String
    let stance: Stance
    let url: String?
    let site: String?

    init(_ document: EvidenceDocument) {
      (id, stance, url) = (document.id, document.stance, document.url)
      site = document.url.flatMap(WebSite.registrableDomain)
    }

    func isSame(as other: Trace) -> Bool { id == other.id || url != nil && url == other.url }
  }
}
