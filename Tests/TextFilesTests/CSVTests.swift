import TestSupport
import Testing

@testable import TextFiles

@Suite struct CSVTests {
  private func rows(_ text: String) throws -> [CSVRow] {
    try withFile(text) { path in
      var reader = try CSVReader(path: path)
      var rows: [CSVRow] = []
      while let row = try reader.next() { rows.append(row) }
      return rows
    }
  }

  private func problem(_ text: String) throws -> String {
    try withFile(text) { path in
      let error = #expect(throws: TextFilesError.self) {
        var reader = try CSVReader(path: path)
        while try reader.next() != nil {}
      }
      return error?.description.replacing(path, with: "FILE") ?? ""
    }
  }

  @Test func recordsAreThoseOfPython() throws {
    let cases = try JSONValue.load(path: Goldens.path("text-files/tables.json")).array ?? []
    #expect(cases.count == 300)
    for golden in cases {
      let text = try #require(golden["text"]?.string)
      let expected = golden["rows"]?.array?.map { $0.array?.compactMap(\.string) ?? [] }
      let found = try withFile(text) { path in
        var records = try CSVRecords(path: path, delimiter: UInt8(ascii: ","))
        var found: [[String]] = []
        while let record = try records.next(row: 0) { found.append(record.fields) }
        return found
      }
      #expect(found == expected, "\(golden.serialized())")
    }
  }

  @Test func rowsKnowTheirColumnsRowAndLine() throws {
    let found = try rows("\u{FEFF}name,label\r\n\"two\nlines\",1\r\n\r\nx,0")
    #expect(found.map(\.row) == [1, 2])
    #expect(found.map(\.line) == [2, 5])
    #expect(found[0]["name"] == "two\nlines")
    #expect(found[1]["label"] == "0")
    #expect(found[1]["absent"] == nil)
    #expect(found[1].fields == ["x", "0"])
  }

  @Test func recordsMayCrossBuffers() throws {
    let wide = String(repeating: "y\"\"\r\n,", count: 100_000)
    let text = "a,b\r\n" + (0..<4).map { "\"\(wide)\",\($0)\r\n" }.joined()
    let found = try rows(text)
    #expect(found.map { $0["b"] } == ["0", "1", "2", "3"])
    let expected = wide.replacing("\"\"", with: "\"")
    #expect(found.allSatisfy { $0["a"].map { haveSameBytes($0, expected) } == true })
  }

  @Test func otherDelimitersAndFilesWithoutHeader() throws {
    try withFile("a\tb,c\n1\t2\n") { path in
      var reader = try CSVReader(path: path, delimiter: UInt8(ascii: "\t"))
      #expect(reader.header == ["a", "b,c"])
      #expect(try reader.next()?.fields == ["1", "2"])
    }
    try withFile("q,1\nr,2\n") { path in
      var reader = try CSVReader(path: path, columns: ["question", "answer"])
      #expect(try reader.next()?["question"] == "q")
      #expect(try reader.next()?.row == 2)
      #expect(try reader.next() == nil)
    }
  }

  @Test func missingColumnNamesThoseThatExist() throws {
    try withFile("statement,label,city\na,1,b\n") { path in
      let reader = try CSVReader(path: path)
      #expect(try reader.index(of: "label") == 1)
      let near = #expect(throws: TextFilesError.self) { try reader.index(of: "lable") }
      #expect(
        near?.description == """
          \(path) has no column "lable": its columns are "statement", "label", "city"; \
          did you mean "label"?
          """)
      let far = #expect(throws: TextFilesError.self) { try reader.index(of: "population") }
      #expect(far?.description.hasSuffix("\"city\".") == true)
    }
  }

  @Test func problemsNameRowAndLine() throws {
    #expect(
      try problem("a,b\n1,2\n\"x\ny\",3\n1\n") == """
        FILE is not readable as CSV (row 3, line 5): expected 2 fields as in the header, found 1.
        """)
    #expect(
      try problem("a,b\n1,\"2\n3,4\n") == """
        FILE is not readable as CSV (row 1, line 2): a quoted field is never closed.
        """)
    #expect(
      try problem("a,b\n1,\"2\"3\n") == """
        FILE is not readable as CSV (row 1, line 2): field 2 has text after its closing quote.
        """)
    #expect(try problem("") == "FILE is not readable as CSV (header, line 1): the file is empty.")
    #expect(
      try problem("a,b,a\n") == """
        FILE is not readable as CSV (header, line 1): the column "a" occurs twice.
        """)
  }

  @Test func cellsAreReadBackAsTheyWereWritten() throws {
    // A combining mark makes another character of a quote, but no other byte.
    let cells = ["plain", "a, b", "say \"x\"", "\"\u{301}", "two\r\nlines", "", "é\u{301},"]
    let line = cells.map(\.csvCell).joined(separator: ",") + "\n"
    try withFile(Array(("a,b,c,d,e,f,g\n" + line).utf8)) { path in
      var reader = try CSVReader(path: path)
      #expect(try reader.next()?.fields.map { Array($0.utf8) } == cells.map { Array($0.utf8) })
    }
  }

  @Test func refusesOtherEncodings() throws {
    for bytes: [UInt8] in [[0xFF, 0xFE, 0x61, 0x00], [0x61, 0x0A, 0xE9, 0x0A]] {
      try withFile(bytes) { path in
        #expect(throws: TextFilesError.self) {
          var reader = try CSVReader(path: path)
          while try reader.next() != nil {}
        }
      }
    }
  }

  @Test func everyTruncationThrowsOrEndsCleanly() throws {
    let text = Array("a,b\r\n\"x \"\"y\"\"\r\n\",2\r\né,\"4\"\r\n".utf8)
    for length in 0...text.count {
      try withFile(Array(text[..<length])) { path in
        do {
          var reader = try CSVReader(path: path)
          while let row = try reader.next() { #expect(row.fields.count == reader.header.count) }
        } catch is TextFilesError {}
      }
    }
  }
}
