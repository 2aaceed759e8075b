import Testing

@testable import Worlds

@Suite struct WorldsErrorTests {
  @Test func errorsReadAsSentences() {
    #expect(
      WorldsError.badSetting("The width must be positive.").description
        == "The width must be positive.")
  }
}
