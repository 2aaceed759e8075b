import ConflictingQA
import TestSupport
import Testing

@Suite struct EvidenceFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func rows(_ text: String, _ name: String) throws -> [EvidenceRow] {
    var reader = try EvidenceRows(path: folder.write(text, to: name))
    var rows: [EvidenceRow] = []
    while let row = try reader.next() { rows.append(try row.get()) }
    return rows
  }

  private func stances(_ rows: [EvidenceRow]) -> [String] {
    rows.map { "\($0.document.stance.rawValue) \($0.document.window)" }
  }

  @Test func theReleasedTableIsReadInEveryFormat() throws {
    let csv = try rows(
      "category,search_query,search_type,url,title,text_raw,text_window,stance\n"
        + "tea,Is tea good?,yes_statement,http://a.org/x,T,\"Long, raw\",Window,yes\n"
        + "tea,Is tea good?,no_statement,,,,Other,No\n", "t.csv")
    #expect(stances(csv) == ["yes Window", "no Other"])
    #expect(csv[0].document.text == "Long, raw" && csv[1].document.url == nil)
    let json = try rows(
      """
      [{"search_query": "Is tea good?", "category": "tea", "url": "http://a.org/x", "title": "T",
        "text_raw": "Long, raw", "text_window": "Window", "stance": "yes", "search_type": "x"}]
      """, "t.json")
    #expect(json[0].document == csv[0].document)
    let double = try rows(
      """
      {"search_query_1": "Q?", "stance_1": "yes", "text_window_1": "A", "url_1": null,
       "search_query_2": "Q?", "stance_2": "no", "text_window_2": "B"}
      """.replacing("\n", with: " "), "t.jsonl")
    #expect(stances(double) == ["yes A", "no B"])
    #expect(double[0].question.id == double[1].question.id)
  }

  @Test func listsOfAQuestionBecomeDocuments() throws {
    let metadata = try rows(
      """
      [{"search_query": "Q?", "search_engine_input": ["a", "b"], "urls": ["u", "v"],
        "titles": ["t", null], "text_raw": ["ra", "rb"], "text_window": ["A", "B"],
        "stance": ["yes", "no"]}]
      """, "m.json")
    #expect(stances(metadata) == ["yes A", "no B"] && metadata[1].document.title == nil)
    let summary = try rows(
      """
      {"query": "Q?", "doc_urls": ["u"], "doc_stances": ["no"], "doc_texts": [["One.", "Two."]]}
      """, "s.jsonl")
    #expect(stances(summary) == ["no One.\nTwo."])
    let boolQ = try rows(
      "{\"question\": \"is tea hot\", \"title\": \"T\", \"answer\": true, \"passage\": \"P\"}",
      "b.jsonl")
    #expect(boolQ[0].question.text == "Is tea hot?" && stances(boolQ) == ["yes P"])
    let ram = try rows(
      """
      {"question": "Who?", "gold_answers": ["Ann"], "wrong_answers": ["Bob"], "documents": \
      [{"text": "A", "type": "correct", "answer": "ann"}, {"text": "B", "type": "misinfo", \
      "answer": "Bob"}, {"text": "C", "type": "noise", "answer": "unknown"}]}
      """, "r.jsonl")
    #expect(stances(ram) == ["yes A", "no B"])
    #expect(ram[0].question.text == "Who? Is the answer \"Ann\"?")
  }

  @Test(arguments: [
    ("Can cats swim?", "Cats can swim.", "Cats cannot swim.", "yes"),
    ("Can't cats swim?", "Cats can\u{2019}t swim.", "Cats can swim.", "yes"),
    ("Did he win?", "He did not win.", "He won.", "no"),
  ])
  func statementsTellWhoSaysYes(
    question: String, memory: String, counter: String, side: String
  ) throws {
    let line = """
      {"question": "\(question)", "memory_answer": "\(memory)", "counter_answer": "\(counter)", \
      "parametric_memory": "M", "counter_memory": "C", "parametric_memory_aligned_evidence": "ME"}
      """
    let found = stances(try rows(line, "s.json"))
    let other = side == "yes" ? "no" : "yes"
    #expect(found == ["\(side) M", "\(side) ME", "\(other) C"])
  }

  @Test func badRowsAreNamedAndTheRestIsAudited() throws {
    let text = """
      {"question": "Q?", "stance": "yes", "text": "One two three four five."}
      {"question": "Q?", "stance": "maybe", "text": "B"}
      {"question": "Q?", "stance": "no", "text": " "}
      not json
      {"question": " ", "stance": "no", "text": "B"}
      {"question": "Q?", "stance": "no", "text": "Six.", "url": "https://www.bbc.co.uk/1"}
      {"question": "Q?", "stance": "yes", "text": "Seven.", "url": "http://news.bbc.co.uk/2"}
      {"question": "Q?", "stance": "no", "text": "one, two THREE four five"}
      {"question": "Q?", "stance": "yes", "text": "Seven."}
      {"question": "R?", "stance": "yes", "text": "Alone \(String(repeating: "long ", count: 400))"}
      """
    var reader = try EvidenceRows(path: folder.write(text, to: "bad.jsonl"))
    var audit = EvidenceAudit()
    while let row = try reader.next() { audit.add(row) }
    #expect(audit.rows == 10 && audit.badRows.map(\.row) == [2, 3, 4, 5])
    #expect(audit.badRows[0].problem == "the stance is \"maybe\", expected yes or no")
    #expect(audit.badRows[1].problem == "there is no text")
    #expect(audit.sameSite.map(\.row) == [7])
    #expect(audit.nearDuplicates.map(\.row) == [8, 9])
    #expect(audit.longWindows.map(\.row) == [10])
    #expect(audit.oneSided.map(\.problem) == ["no document says no to \"R?\""])
    #expect(audit.questions == 2 && audit.twoSidedQuestions == 1 && audit.pairs == 2)
    #expect(throws: ConflictingQAError.self) {
      try EvidenceSet.load(path: folder.path("bad.jsonl"))
    }
  }

  @Test func ownFilesComeBackAndIdsDependOnContentAlone() throws {
    let csv = "question,stance,text,url\nQ?,yes,A,u\nQ?,no,B,\n"
    let set = EvidenceSet(try rows(csv, "a.csv"))
    try set.write(to: folder.path("a.jsonl"))
    #expect(try EvidenceSet.load(path: folder.path("a.jsonl")) == set)
    #expect(
      EvidenceSet(try rows("x,text,stance,url,question\n1,A,yes,u,Q?\n", "b.csv"))
        .documents[0].id == set.documents[0].id)
    #expect(set.pairCount == 1 && set.twoSided == set)
  }

  @Test func unknownLayoutsAndPickledFilesAreRefused() throws {
    let error = #expect(throws: ConflictingQAError.self) { try rows("{\"a\": 1}", "x.jsonl") }
    #expect(error?.description.contains("the first record has a") == true)
    let pickled = #expect(throws: ConflictingQAError.self) { try rows("", "x.parquet") }
    #expect(pickled?.description.contains("convert-evidence.py") == true)
  }
}
