import Foundation
import LanguageModels
import LinearAlgebra
import Testing

/// The statistics of the chunked head against their definitions over whole rows of logits.
@Suite struct HeadTests {
  @Test(arguments: ["llama", "gemma3_text", "gpt2"])
  func statisticsFollowFromLogits(_ name: String) throws {
    let model = try LanguageModel.open(path: TinyModel(name).path)
    let sequences = InvarianceTests.sequences([1, 40, 150])
    let output = try InvarianceTests.run(model, sequences)
    let statistics = try #require(output.statistics)
    let logits = try #require(output.logits)
    let lasts: Set = [0, 40, 190]
    let tokens = sequences.flatMap { $0 }
    for row in 0..<logits.rows {
      let z = logits.row(row).map { Double($0) }
      let largest = z.max() ?? 0
      let logSumExp = largest + log(z.reduce(0) { $0 + exp($1 - largest) })
      let entropy = z.reduce(0) { $0 - exp($1 - logSumExp) * ($1 - logSumExp) }
      #expect(abs(Double(statistics.entropy[row]) - entropy) < 2e-6)
      if lasts.contains(row) {
        #expect(statistics.logProbability[row].isNaN && statistics.rank[row] == -1)
      } else {
        let next = z[Int(tokens[row + 1])]
        #expect(abs(Double(statistics.logProbability[row]) - (next - logSumExp)) < 2e-6)
        #expect(Int(statistics.rank[row]) == z.filter { $0 > next }.count)
      }
      let sorted = z.indices.sorted { z[$0] == z[$1] ? $0 < $1 : z[$0] > z[$1] }
      let top = row * statistics.topK..<(row + 1) * statistics.topK
      #expect(statistics.topTokens[top].map { Int($0) } == Array(sorted.prefix(7)))
      for (logProbability, token) in zip(statistics.topLogProbabilities[top], sorted) {
        #expect(abs(Double(logProbability) - (z[token] - logSumExp)) < 2e-6)
      }
    }
  }

  @Test func moreTokensThanTheVocabularyHas() throws {
    let model = try LanguageModel.open(path: TinyModel("llama").path)
    let output = try model.makeRuntime().run(
      TokenBatch([[1, 2]]), request: ForwardRequest(statistics: true, topK: 10_000))
    let statistics = try #require(output.statistics)
    #expect(statistics.topK == 512)
    #expect(Set(statistics.topTokens.prefix(512)) == Set(0..<512))
    let total = statistics.topLogProbabilities.prefix(512).reduce(0.0) { $0 + exp(Double($1)) }
    #expect(abs(total - 1) < 1e-5)
  }
}
