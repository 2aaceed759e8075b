import ConflictingQA
import Testing

@Suite struct PairScoreTests {
  @Test func swappingRolesNegatesThePositionTermExactly() {
    let a = AnswerProbabilities(logYes: -0.3, logNo: -1.7)
    let b = AnswerProbabilities(logYes: -0.9, logNo: -0.8)
    let score = PairScore(questionID: "q", yesID: "y", noID: "n", yesFirst: a, noFirst: b)
    let swapped = PairScore(questionID: "q", yesID: "y", noID: "n", yesFirst: b, noFirst: a)
    #expect(score.positionEffect == -swapped.positionEffect)
    #expect(score.debiasedLogit == swapped.debiasedLogit)
  }
}
