import Embeddings
import TestSupport
import Testing
import TextFiles

@Suite struct DocumentReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, _ name: String, columns: DocumentReader.Columns = .init()
  ) throws -> [Document] {
    var reader = try DocumentReader(path: folder.write(text, to: name), columns: columns)
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    return documents
  }

  @Test func jsonLinesHoldTextOrTokens() throws {
    let documents = try read(
      """
      {"id": "a", "text": "one"}
      {"text": "two"}

      {"id": 7, "tokens": [1, 2, 3]}
      """, "in.jsonl")
    #expect(
      documents == [
        Document(id: "a", row: 1, content: .text("one")),
        Document(id: "2", row: 2, content: .text("two")),
        Document(id: "7", row: 4, content: .tokens([1, 2, 3])),
      ])
  }

  @Test func csvTakesTheNamedColumn() throws {
    let documents = try read(
      "statement,label\r\n\"a, b\",1\r\nc,0\r\n", "in.csv", columns: .init(text: "statement"))
    #expect(
      documents == [
        Document(id: "1", row: 1, content: .text("a, b")),
        Document(id: "2", row: 2, content: .text("c")),
      ])
  }

  @Test func plainTextIsOneDocumentALine() throws {
    let documents = try read("first\n\nthird line\n", "in.txt")
    #expect(documents.map(\.id) == ["1", "3"])
    #expect(documents[1].content == .text("third line"))
  }

  @Test func aMissingColumnIsNamed() throws {
    let error = #expect(throws: TextFilesError.self) {
      _ = try read("statement,label\na,1\n", "in.csv")
    }
    #expect(error?.description.contains("no column \"text\"") == true)
  }

  @Test(arguments: [
    "[1, 2]", "{\"id\": \"a\"}", "{\"tokens\": \"a\"}", "{\"tokens\": [1, -2]}",
    "{\"tokens\": [1.5]}", "{\"id\": [1], \"text\": \"a\"}", "{\"text\": 3}",
  ])
  func lineThatIsNoDocumentNamesItsRow(line: String) throws {
    let error = #expect(throws: EmbeddingsError.self) {
      _ = try read("{\"text\": \"fine\"}\n\(line)\n", "in.jsonl")
    }
    #expect(error?.description.contains("in.jsonl, row 2: ") == true)
  }
}
