import TextFiles

/// The layouts of evidence that are read; each is told by its keys.
public enum EvidenceLayout: String, CaseIterable, Sendable {
  /// This library's own: question, category, document, stance, url, title, text, window.
  case evidence
  /// The released table of ConflictingQA: search_query, category, url, title, text_raw,
  /// text_window, stance; also as CSV or JSON.
  case conflictingQA = "conflictingqa"
  /// The same columns twice, with `_1` and `_2`: a pair of documents a row.
  case conflictingQADouble = "conflictingqa-double"
  /// One object a question with parallel lists (rag-metadata).
  case ragMetadata = "rag-metadata"
  /// One object a question with `doc_urls`, `doc_stances` and nested `doc_texts`
  /// (doc_conflict_summary).
  case documentConflictSummary = "doc-conflict-summary"
  /// ConflictQA over StrategyQA: `parametric_memory` and `counter_memory` argue for two opposite
  /// statements, with aligned evidence for each.
  case strategyQAConflict = "strategyqa-conflict"
  /// BoolQ: a question, a passage that answers it, and the answer.
  case boolQ = "boolq"
  /// RAMDocs: documents that name an answer each, right, wrong or none.
  case ramDocs = "ramdocs"

  /// The layout of a record; nil when its keys are of none.
  init?(of record: JSONValue) {
    func has(_ keys: String...) -> Bool { keys.allSatisfy { record[$0] != nil } }
    if has("question", "stance") {
      self = .evidence
    } else if has("search_query_1", "search_query_2") {
      self = .conflictingQADouble
    } else if has("search_query", "stance") {
      self = record["stance"]?.array == nil ? .conflictingQA : .ragMetadata
    } else if has("query", "doc_texts") {
      self = .documentConflictSummary
    } else if has("parametric_memory", "counter_memory") {
      self = .strategyQAConflict
    } else if has("passage", "answer") {
      self = .boolQ
    } else if record["documents"]?.array != nil, has("question", "gold_answers") {
      self = .ramDocs
    } else {
      return nil
    }
  }

  /// The rows of a record, or why it has none.
  func rows(of record: JSONValue, row: Int) -> Result<[UncheckedRow], RecordProblem> {
    guard record.object != nil else {
      return .failure(RecordProblem("the record is not an object with named values"))
    }
    switch self {
    case .evidence: return .success([.init(evidence: record, row: row)])
    case .conflictingQA: return .success([.init(conflictingQA: record, suffix: "", row: row)])
    case .conflictingQADouble:
      return .success(
        ["_1", "_2"].map { UncheckedRow(conflictingQA: record, suffix: $0, row: row) })
    case .ragMetadata: return ragMetadataRows(record, row)
    case .documentConflictSummary: return summaryRows(record, row)
    case .strategyQAConflict: return strategyQARows(record, row)
    case .boolQ: return .success([boolQRow(record, row)])
    case .ramDocs: return ramDocsRows(record, row)
    }
  }
}

extension UncheckedRow {
  fileprivate init(evidence record: JSONValue, row: Int) {
    self.init(
      row: row, question: record["question"]?.text, category: record["category"]?.text,
      stance: record["stance"]?.text, url: record["url"]?.text, title: record["title"]?.text,
      text: record["text"]?.text, window: record["window"]?.text,
      questionID: record["question_id"]?.text, documentID: record["document"]?.text)
  }

  fileprivate init(conflictingQA record: JSONValue, suffix: String, row: Int) {
    func value(_ key: String) -> String? { record[key + suffix]?.text }
    self.init(
      row: row, question: value("search_query"), category: value("category"),
      stance: value("stance"), url: value("url"), title: value("title"), text: value("text_raw"),
      window: value("text_window"))
  }
}

extension JSONValue {
  /// Text, or a number or truth value written as text; nil for null and for lists.
  var text: String? { string ?? int.map(String.init) ?? bool.map { $0 ? "true" : "false" } }
}
