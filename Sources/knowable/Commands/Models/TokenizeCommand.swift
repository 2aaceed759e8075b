import ArgumentParser
import Embeddings
import LanguageModels
import TextFiles

struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Show how a tokenizer cuts text.",
    discussion: """
      With --json, one object a line: ids, ids_with_special_tokens, pieces, byte_offsets (into the
      UTF-8 text) and decoded.

      Example: knowable tokenize --tokenizer smollm2-135m-instruct --text "Hello world"
      """)

  @Option(help: "A model folder, a tokenizer.json, a .gguf file, or the name of a fetched model.")
  var tokenizer: String

  @Option(help: "The text to cut.")
  var text: String?

  @Option(help: "A file of texts: .jsonl, .csv or one text a line.")
  var input: String?

  @Option(help: "Column or key of the text.")
  var textColumn = "text"

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (text == nil) != (input == nil) else {
      throw ValidationError("Give either --text or --input.")
    }
  }

  func run() throws {
    common.apply()
    let tokenizer = try Tokenizer.load(path: ModelLibrary.resolve(tokenizer))
    if let text {
      show(text, tokenizer)
      return
    }
    var reader = try DocumentReader(
      path: input ?? "", columns: DocumentReader.Columns(text: textColumn))
    while let document = try reader.next() {
      try Interruption.check()
      guard case .text(let text) = document.content else {
        throw BadInput("\(reader.path), row \(document.row): there are token ids instead of text.")
      }
      show(text, tokenizer)
    }
  }

  private func show(_ text: String, _ tokenizer: Tokenizer) {
    let encoding = tokenizer.encode(text, addSpecialTokens: false)
    let pieces = tokenizer.pieces(of: encoding, in: text)
    guard common.json else {
      var table = TextTable([("id", .right), ("bytes", .right), ("piece", .left)])
      for (index, id) in encoding.ids.enumerated() {
        let range = encoding.byteOffsets[index]
        table.add(["\(id)", "\(range.lowerBound)-\(range.upperBound)", pieces[index]])
      }
      Terminal.write(table.text)
      return
    }
    let withSpecial = tokenizer.encode(text, addSpecialTokens: true).ids
    let result: JSONValue = [
      "ids": .array(encoding.ids.map { .integer(Int64($0)) }),
      "ids_with_special_tokens": .array(withSpecial.map { .integer(Int64($0)) }),
      "pieces": .array(pieces.map(JSONValue.string)),
      "byte_offsets": .array(
        encoding.byteOffsets.map {
          [.integer(Int64($0.lowerBound)), .integer(Int64($0.upperBound))]
        }),
      "decoded": .string(tokenizer.decode(encoding.ids)),
    ]
    Terminal.write(result.serialized() + "\n")
  }
}
