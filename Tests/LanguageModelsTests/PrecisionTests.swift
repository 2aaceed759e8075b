import LanguageModels
import LinearAlgebra
import TensorFiles
import TestSupport
import Testing

/// What a precision costs in accuracy on a real model, and that it costs no reproducibility.
@Suite(.serialized) struct PrecisionTests {
  /// Mean absolute difference of entropies from Hugging Face's float32 over the golden texts.
  @Test(
    .enabled(if: InstalledModels.smolLM2 != nil),
    arguments: [(Precision.float32, 1e-4), (.bf16x3, 1e-3), (.bf16, 0.03)])
  func entropies(_ precision: Precision, _ limit: Double) throws {
    let model = try LanguageModel.open(
      path: try #require(InstalledModels.smolLM2), precision: precision)
    #expect(model.precision == precision)
    let golden = "smollm2-135m-instruct-q4_1"
    var (sum, count) = (0.0, 0)
    for text in 0..<3 {
      let ids = try NPY.load(path: Goldens.path("\(golden)/\(text)_ids.npy")).int32s()
      let expected = try NPY.load(path: Goldens.path("\(golden)/\(text)_entropy_nats.npy"))
        .float64s()
      let output = try model.makeRuntime().run(
        TokenBatch([ids]), request: ForwardRequest(statistics: true))
      for (found, expected) in zip(try #require(output.statistics).entropy, expected) {
        sum += abs(Double(found) - expected)
        count += 1
      }
    }
    #expect(count >= 60)
    #expect(sum / Double(count) < limit)
  }

  @Test(arguments: ["llama", "gemma3_text", "gpt2"])
  func roundedAloneInABatchAndOnFiveThreads(_ name: String) throws {
    let model = try LanguageModel.open(path: TinyModel(name).path, precision: .bf16)
    let sequences = InvarianceTests.sequences(InvarianceTests.lengths)
    let before = BLAS.threads
    defer { BLAS.threads = before }
    BLAS.threads = 1
    let together = try InvarianceTests.run(model, sequences)
    BLAS.threads = 5
    let five = try InvarianceTests.run(model, sequences.reversed())
    var start = 0
    for sequence in sequences {
      let rows = start..<start + sequence.count
      let end = sequences.reduce(0) { $0 + $1.count } - start
      let backwards = end - sequence.count..<end
      let alone = try InvarianceTests.run(model, [sequence])
      for tap in model.taps {
        let expected = try #require(alone.taps[tap]).elements[...]
        #expect(try #require(together.taps[tap]).rows(rows) == expected, "\(tap)")
        #expect(try #require(five.taps[tap]).rows(backwards) == expected, "\(tap)")
      }
      let own = try #require(alone.statistics)
      #expect(try #require(together.statistics).entropy[rows] == own.entropy[...])
      #expect(try #require(five.statistics).entropy[backwards] == own.entropy[...])
      #expect(try #require(together.statistics).rank[rows] == own.rank[...])
      start += sequence.count
    }
  }

  @Test func roundedStatisticsFollowFromRoundedLogits() throws {
    let model = try LanguageModel.open(path: TinyModel("qwen3").path, precision: .bf16)
    let output = try InvarianceTests.run(model, InvarianceTests.sequences([40, 3]))
    let (logits, statistics) = (try #require(output.logits), try #require(output.statistics))
    for row in 0..<logits.rows {
      let top = statistics.topTokens[row * 7]
      let values = Array(logits.row(row))
      #expect(values[Int(top)] == values.max())
    }
  }
}
