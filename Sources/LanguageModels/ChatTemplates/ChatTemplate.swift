import Foundation
import TensorFiles
import TextFiles

/// One turn of a conversation.
public struct ChatMessage: Sendable, Equatable {
  /// Who speaks: `system`, `user` or `assistant`.
  public var role: String
  /// What is said.
  public var content: String

  /// A turn.
  public init(role: String, content: String) {
    (self.role, self.content) = (role, content)
  }
}

/// The frame in which a chat model expects a conversation: the Jinja template that came with it.
///
/// Templates are read as transformers reads them (`trim_blocks`, `lstrip_blocks`): loops, conditions,
/// assignments, the usual filters, tests and string methods. Macros and imports are refused with a
/// sentence. A date is never inserted (`strftime_now` is undefined), so that texts stay the same.
public struct ChatTemplate: Sendable {
  /// The template's text.
  public let source: String
  private let nodes: [JinjaNode]
  private let constants: [String: JSONValue]

  /// Reads a template; the special tokens' texts stand for `bos_token` and `eos_token`.
  ///
  /// - Throws: ``ChatTemplateError`` for what is not supported or not Jinja.
  public init(source: String, beginningOfText: String?, endOfText: String?) throws {
    self.source = source
    nodes = try JinjaParser.parse(source)
    constants = [
      "bos_token": .string(beginningOfText ?? ""), "eos_token": .string(endOfText ?? ""),
      "tools": .null, "documents": .null, "add_generation_prompt": .bool(true),
    ]
  }

  /// The conversation as text, up to where the assistant begins to speak.
  ///
  /// - Throws: ``ChatTemplateError``, also where the template itself refuses the conversation.
  public func text(_ messages: [ChatMessage]) throws -> String {
    var renderer = JinjaRenderer(constants)
    renderer.set(
      "messages",
      .array(
        messages.map { ["role": .string($0.role), "content": .string($0.content)] }))
    try renderer.render(nodes)
    return renderer.output
  }
}

/// What cannot be done with a chat template; `description` is the sentence a user reads.
public struct ChatTemplateError: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  public let problem: String

  init(_ problem: String) { self.problem = problem }

  public var description: String { "The model's chat template cannot be used: \(problem)." }
}

extension LanguageModel {
  /// The chat template that came with the model; nil when it has none.
  ///
  /// A GGUF file carries it in its metadata; a folder in `chat_template.jinja` or in
  /// `tokenizer_config.json` (of several the one called `default`).
  ///
  /// - Throws: ``ChatTemplateError`` for a template that is not supported, and errors of reading.
  public func chatTemplate() throws -> ChatTemplate? {
    guard let source = try chatTemplateSource() else { return nil }
    func text(_ token: Int32?) -> String? { token.flatMap { tokenizer?.piece($0) } }
    return try ChatTemplate(
      source: source, beginningOfText: text(tokenizer?.beginningOfText),
      endOfText: text(tokenizer?.endOfText))
  }

  private func chatTemplateSource() throws -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    guard isFolder.boolValue else {
      return try GGUFFile(path: path).metadata["tokenizer.chat_template"]?.string
    }
    let file = path + "/chat_template.jinja"
    if FileManager.default.fileExists(atPath: file) { return try TextLines.wholeText(path: file) }
    let configuration = path + "/tokenizer_config.json"
    guard FileManager.default.fileExists(atPath: configuration) else { return nil }
    let value = try JSONValue.load(path: configuration)["chat_template"]
    if let source = value?.string { return source }
    let named = value?.array?.first { $0["name"]?.string == "default" }
    return named?["template"]?.string
  }
}
