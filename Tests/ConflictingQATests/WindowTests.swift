import ConflictingQA
import LanguageModels
import TestSupport
import Testing

@Suite struct WindowTests {
  private let tokenizer: Tokenizer

  init() throws { tokenizer = try Tokenizer.load(path: Goldens.path("tokenizers/bytelevel-gpt2")) }

  @Test(arguments: [(12, 5), (7, 7), (40, 9)])
  func windowsCoverTheWholeText(length: Int, stride: Int) throws {
    let cutter = try WindowCutter(tokenizer: tokenizer, length: length, stride: stride)
    let words = (0..<60).map { "w\($0)" } + ["näive", "日本"]
    let text = words.joined(separator: " ")
    let windows = cutter.windows(of: text)
    let count = tokenizer.encode(text, addSpecialTokens: false).ids.count
    let full = (count - length) / stride + 1
    #expect(windows.count == ((count - length) % stride == 0 ? full : full + 1))
    #expect(windows.allSatisfy { text.contains($0) && !$0.contains("\u{FFFD}") })
    #expect(text.hasPrefix(windows[0]) && text.hasSuffix(windows[windows.count - 1]))
    #expect(cutter.windows(of: "short") == ["short"])
  }

  @Test func theWindowThatAnswersIsChosen() async throws {
    let cutter = try WindowCutter(tokenizer: tokenizer, length: 120, stride: 60)
    let filler = String(repeating: "Nothing is said here. ", count: 60)
    let text = filler + "Green tea protects the heart. " + filler
    let window = try await cutter.window(
      of: text, for: "Does green tea protect the heart?", by: .bm25)
    #expect(window.contains("Green tea protects the heart."))
    #expect(tokenizer.encode(window, addSpecialTokens: false).ids.count <= 120)
  }

  @Test(arguments: [
    ("of a sentence. A whole one. And ha", "A whole one."),
    (", he said. It is so. \"Quite so.\"", "It is so. \"Quite so.\""),
    ("one sentence only", "one sentence only"),
    ("Whole. Also whole.", "Whole. Also whole."),
  ])
  func halvesOfSentencesAreCutOff(window: String, expected: String) {
    #expect(WindowCutter.trimmed(window) == expected)
  }

  @Test func windowsThatCoverNothingAreRefused() {
    #expect(throws: ConflictingQAError.self) {
      try WindowCutter(tokenizer: tokenizer, length: 10, stride: 11)
    }
  }
}
