import LanguageModels
import TextFiles

extension FuzzTarget {
  /// A `tokenizer.json`, and what it does to a text.
  static let tokenizer = FuzzTarget(name: "tokenizer") { bytes in
    try Tokenizer(json: JSONValue.parse(bytes)).comeAndGo()
  }

  /// The `config.json` of a Hugging Face folder.
  static let configuration = FuzzTarget(name: "configuration") { bytes in
    _ = try ModelConfiguration(huggingFace: Scratch.write(bytes, to: "config.json"))
  }

  /// A chat template.
  static let template = FuzzTarget(name: "template") { bytes in
    let template = try ChatTemplate(
      source: String(decoding: bytes, as: UTF8.self), beginningOfText: "<s>", endOfText: "</s>")
    _ = try template.text([
      ChatMessage(role: "system", content: "Be brief."),
      ChatMessage(role: "user", content: "Is it <b>true</b>?\n"),
    ])
  }
}

extension Tokenizer {
  private static let text =
    "<s>It's 1,234 \u{130}stanbul e\u{301}\u{1100}\u{1161}\u{11A8}  \t\r\n\u{1F468}\u{200D}\u{1F33E} ab\u{0}"

  /// Encodes a text of all kinds of characters and decodes what came out.
  func comeAndGo() throws {
    let encoding = encode(Self.text)
    for id in encoding.ids { precondition(id >= 0 && Int(id) < vocabularySize, "the id \(id)") }
    _ = (decode(encoding.ids), decodeBytes(encoding.ids, skipSpecialTokens: true))
    _ = decode([0, Int32.max, -1])
  }
}
