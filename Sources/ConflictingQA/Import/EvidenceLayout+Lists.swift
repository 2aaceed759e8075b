import TextFiles

/// Layouts with one record a question.
extension EvidenceLayout {
  func ragMetadataRows(
    _ record: JSONValue, _ row: Int
  ) -> Result<[UncheckedRow], RecordProblem> {
    let stances = record["stance"]?.array ?? []
    func list(_ names: String...) -> [JSONValue]? {
      names.lazy.compactMap { record[$0]?.array }.first
    }
    let columns = [
      list("urls", "url"), list("titles", "title"), list("text_raw"), list("text_window"),
    ]
    if let odd = columns.compactMap({ $0 }).first(where: { $0.count != stances.count }) {
      return .failure(
        RecordProblem("a list has \(odd.count) entries, but there are \(stances.count) stances"))
    }
    return .success(
      stances.indices.map { place in
        UncheckedRow(
          row: row, question: record["search_query"]?.text ?? record["search_query"]?[0]?.text,
          category: record["category"]?.text ?? record["category"]?[0]?.text,
          stance: stances[place].text, url: columns[0]?[place].text,
          title: columns[1]?[place].text, text: columns[2]?[place].text,
          window: columns[3]?[place].text)
      })
  }

  func summaryRows(_ record: JSONValue, _ row: Int) -> Result<[UncheckedRow], RecordProblem> {
    let texts = record["doc_texts"]?.array ?? []
    let stances = record["doc_stances"]?.array ?? []
    guard texts.count == stances.count else {
      return .failure(
        RecordProblem("there are \(texts.count) doc_texts, but \(stances.count) doc_stances"))
    }
    return .success(
      texts.indices.map { place in
        // A document is a list of paragraphs, or one text.
        let paragraphs = texts[place].array?.compactMap(\.text) ?? [texts[place].text ?? ""]
        return UncheckedRow(
          row: row, question: record["query"]?.text, category: record["category"]?.text,
          stance: stances[place].text, url: record["doc_urls"]?[place]?.text,
          text: paragraphs.joined(separator: "\n"))
      })
  }

  func boolQRow(_ record: JSONValue, _ row: Int) -> UncheckedRow {
    let stances = ["true": "yes", "false": "no"]
    let answer = record["answer"]?.text.map { stances[$0.lowercased()] ?? $0 }
    return UncheckedRow(
      row: row, question: record["question"]?.text.map(asQuestion), category: "",
      stance: answer, title: record["title"]?.text, text: record["passage"]?.text)
  }

  /// BoolQ's questions come without capital and question mark.
  private func asQuestion(_ text: String) -> String {
    let text = text.trimmed
    return text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix("?") ? "" : "?")
  }

  /// One yes/no question for each right answer: documents that name it say yes, documents that name
  /// another say no, those that name none are left out.
  func ramDocsRows(_ record: JSONValue, _ row: Int) -> Result<[UncheckedRow], RecordProblem> {
    let answers = record["gold_answers"]?.array?.compactMap(\.text) ?? []
    guard let question = record["question"]?.text, let first = answers.first else {
      return .failure(RecordProblem("there is no question or no right answer"))
    }
    let documents = record["documents"]?.array ?? []
    let named = documents.filter {
      let answer = $0["answer"]?.text?.lowercased() ?? ""
      return !["", "unknown", "none"].contains(answer) && $0["type"]?.text != "noise"
    }
    guard !named.isEmpty else {
      return .failure(RecordProblem("no document names an answer such as \"\(first)\""))
    }
    return .success(
      answers.flatMap { gold in
        named.map { document in
          let isGold = document["answer"]?.text?.lowercased() == gold.lowercased()
          return UncheckedRow(
            row: row, question: "\(question.trimmed) Is the answer \"\(gold)\"?",
            category: record["disambig_entity"]?.text, stance: isGold ? "yes" : "no",
            text: document["text"]?.text)
        }
      })
  }
}
