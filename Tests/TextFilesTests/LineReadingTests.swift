import TestSupport
import Testing
import TextFiles

@Suite struct LineReadingTests {
  private func values(_ text: String) throws -> [(line: Int, value: JSONValue)] {
    try withFile(text) { path in
      var lines = try JSONLines(path: path)
      var values: [(line: Int, value: JSONValue)] = []
      while let next = try lines.next() { values.append(next) }
      return values
    }
  }

  @Test func readsLinesAndSkipsBlankOnes() throws {
    let found = try values("\u{FEFF}{\"a\": 1}\r\n\n  \r\n[2]\n\"three\"")
    #expect(found.map(\.line) == [1, 4, 5])
    #expect(found.map(\.value) == [["a": 1], [2], "three"])
    #expect(try values("").isEmpty)
    #expect(try values("\n\n").isEmpty)
  }

  @Test func readsMoreThanOneBuffer() throws {
    let wide = String(repeating: "x", count: 700_000)
    let text = (0..<5).map { "{\"n\": \($0), \"text\": \"\(wide)\"}" }.joined(separator: "\n")
    let found = try values(text + "\n")
    #expect(found.map { $0.value["n"]?.int } == [0, 1, 2, 3, 4])
    #expect(found.allSatisfy { $0.value["text"]?.string?.utf8.count == 700_000 })
  }

  @Test func errorsNameFileLineAndByteAndReadingCanGoOn() throws {
    try withFile("[1]\n{\"a\": }\n[3]\n") { path in
      var lines = try JSONLines(path: path)
      #expect(try lines.next()?.value == [1])
      let error = #expect(throws: TextFilesError.self) { try lines.next() }
      #expect(
        error?.description
          == "\(path) is not valid JSON in line 2 (byte 10): expected a value, found \"}\".")
      #expect(try lines.next()?.value == [3])
      #expect(try lines.next() == nil)
    }
  }

  @Test func aLineIsOneValue() throws {
    #expect(throws: TextFilesError.self) { try values("{\"a\":\n1}\n") }
    #expect(throws: TextFilesError.self) { try values("[1][2]\n") }
  }

  @Test func boundsTheLengthOfALine() throws {
    try withFile("[1]\n" + String(repeating: " ", count: 1 << 20) + "[2]\n") { path in
      var lines = try JSONLines(path: path, limits: JSONLimits(bytes: 1000))
      #expect(try lines.next()?.value == [1])
      let error = #expect(throws: TextFilesError.self) { try lines.next() }
      #expect(error == .recordTooLong(path: path, line: 2, limit: 1000))
    }
  }

  @Test func textLinesKeepTextAndDropLineEnds() throws {
    try withFile("\u{FEFF}one\r\n\n two \nthree") { path in
      var lines = try TextLines(path: path)
      var found: [String] = []
      while let (line, text) = try lines.next() { found.append("\(line):\(text)") }
      #expect(found == ["1:one", "3: two ", "4:three"])
    }
  }

  @Test func absentFilesThrow() {
    #expect(throws: TextFilesError.self) { try JSONLines(path: "/no/such.jsonl") }
    #expect(throws: TextFilesError.self) { try CSVReader(path: "/no/such.csv") }
  }
}

/// `JSONLines.next` gives a tuple, which is not Equatable.
private func == (
  a: (line: Int, value: JSONValue)?, b: (line: Int, value: JSONValue)?
) -> Bool {
  a?.line == b?.line && a?.value == b?.value
}
