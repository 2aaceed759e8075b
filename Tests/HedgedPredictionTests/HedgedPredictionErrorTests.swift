import HedgedPrediction
import Testing

@Suite struct HedgedPredictionErrorTests {
  @Test func errorsAreTheirSentences() {
    #expect(HedgedPredictionError.badData("No item is unfamiliar.").description.hasSuffix("."))
  }
}
