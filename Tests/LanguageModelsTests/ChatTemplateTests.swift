import LanguageModels
import TestSupport
import Testing
import TextFiles

@Suite struct ChatTemplateTests {
  @Test func templatesRenderAsInTransformers() throws {
    let path = Goldens.path("evidence/chat-templates.json")
    for value in try #require(try JSONValue.load(path: path).array) {
      let template = try ChatTemplate(
        source: #require(value["template"]?.string), beginningOfText: "<bos>", endOfText: "<eos>")
      let messages = try value.list("messages").map {
        ChatMessage(role: $0["role"]?.string ?? "", content: $0["content"]?.string ?? "")
      }
      #expect(try template.text(messages) == value["text"]?.string, "\(value["name"] ?? nil)")
    }
  }

  @Test(arguments: [
    ("{% macro a() %}{% endmacro %}", "it uses {% macro %}"),
    ("{% if x %}", "a block is not closed by"),
    ("{{ 'a }}", "is never closed"),
    ("{{ f() }}", "it calls f()"),
    ("{{ 1 + 'a' }}", "does not join"),
    ("{{ messages | wordcount }}", "the filter wordcount"),
    ("{{ raise_exception('No system role') }}", "refuses the conversation (No system role)"),
    ("{% endif %}", "{% endif %}, which is not supported"),
  ])
  func whatIsNotSupportedIsSaid(source: String, problem: String) {
    let error = #expect(throws: ChatTemplateError.self) {
      try ChatTemplate(source: source, beginningOfText: nil, endOfText: nil)
        .text([ChatMessage(role: "user", content: "x")])
    }
    #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
  }

  @Test(.enabled(if: InstalledModels.gemma3 != nil)) func aBaseModelHasNone() throws {
    #expect(try LanguageModel.open(path: #require(InstalledModels.gemma3)).chatTemplate() == nil)
  }
}
