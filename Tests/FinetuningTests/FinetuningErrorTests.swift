import Testing

@testable import Finetuning

@Suite struct FinetuningErrorTests {
  @Test func errorsReadAsSentences() {
    #expect(
      FinetuningError.badSetting("The width must be positive.").description
        == "The width must be positive.")
  }
}
