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
    ("{{ 9223372036854775807 + 1 }}", "too large"),
    ("{{ 9223372036854775807 * 2 }}", "too large"),
    ("{{ -(0 - 9223372036854775807 - 1) }}", "too large"),
    ("{{ (0 - 9223372036854775807 - 1) // -1 }}", "too large"),
    ("{{ \(String(repeating: "(", count: 5000)) }}", "too long"),
    (
      "{{ \(String(repeating: "(", count: 100))1\(String(repeating: ")", count: 100)) }}",
      "too deep"
    ),
    ("{{ \(String(repeating: "not ", count: 1000))1 }}", "nested too deeply"),
    ("{{ \(String(repeating: "1 if 0 else ", count: 500))1 }}", "nested too deeply"),
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

  @Test func wholeNumbersDivideAsInPython() throws {
    let ones = [String](repeating: "1", count: 1000).joined(separator: "+")
    let source =
      "{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 // -2 }} {{ -6 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} "
      + "{{ 9223372036854775807 % 9223372036854775806 }} {{ \(ones) }}"
    let template = try ChatTemplate(source: source, beginningOfText: nil, endOfText: nil)
    #expect(try template.text([]) == "3 -4 -4 -3 2 -2 1 1000")
  }

  @Test(.enabled(if: InstalledModels.gemma3 != nil)) func aBaseModelHasNone() throws {
    #expect(try LanguageModel.open(path: #require(InstalledModels.gemma3)).chatTemplate() == nil)
  }
}
