import Embeddings
import LanguageModels
import LinearAlgebra
import TensorFiles
import TestSupport
import Testing

@testable import Probes

/// What heads read from a store and its model, and the model's own head finetuned.
@Suite struct HeadInputsTests {
  private let model: LanguageModel
  private let store: EmbeddingStore
  private let sequences: [[Int32]]
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    model = try LanguageModel.open(path: Goldens.path("tiny-models/llama"))
    func token(_ place: Int, _ document: Int) -> Int32 {
      Int32(1 + (place * 31 + document * 17) % 500)
    }
    sequences = (0..<6).map { document in (0..<20).map { token($0, document) } }
    let lines = sequences.enumerated().map { index, tokens in
      "{\"id\":\"d\(index)\",\"tokens\":\(tokens)}"
    }
    let input = try folder.write(lines.joined(separator: "\n"), to: "in.jsonl")
    let policy = ScoringPolicy(taps: [.embedding, .finalNorm], topK: 1)
    _ = try EmbeddingRun(scorer: Scorer(model: model, policy: policy), dtype: .float32).run(
      DocumentReader(path: input), to: folder.path("store"))
    store = try EmbeddingStore(path: folder.path("store"))
  }

  private let rows = [0, 5, 21, 119]

  /// Logits of the same positions straight from the model.
  private func logits() throws -> Matrix<Float> {
    let output = try model.makeRuntime().run(
      TokenBatch(sequences), request: ForwardRequest(logits: true))
    return try #require(output.logits)
  }

  @Test func columnsStandSideBySide() throws {
    let inputs = HeadInputs([.tap("final_norm"), .entropy, .topTokenEmbedding])
    let features = try inputs.features(of: store, rows: rows, model: model)
    let width = model.configuration.width
    #expect(inputs.name == "final_norm+entropy+top_token_embedding")
    #expect(features.rows == 4 && features.width == 2 * width + 1)
    let (all, entropy) = (try logits(), try store.positions().entropy)
    let embedding = try model.makeRuntime().run(
      TokenBatch([[Int32](0..<256), [Int32](256..<512)]),
      request: ForwardRequest(taps: [.embedding])
    ).taps[.embedding]
    for (place, row) in rows.enumerated() {
      let values = features.row(place)
      #expect(values[width] == entropy[row])
      let rowLogits = Array(all.row(row))
      let likeliest = try #require(rowLogits.indices.max { rowLogits[$0] < rowLogits[$1] })
      #expect(try Array(values[(width + 1)...]) == Array(#require(embedding).row(likeliest)))
    }
    #expect(throws: ProbesError.self) { try inputs.features(of: store, rows: rows) }
  }

  @Test func logitsComeFromTheStoredFinalNorm() throws {
    let all = try logits()
    let features = try HeadInputs([.logits]).features(of: store, rows: rows, model: model)
    let probabilities = try HeadInputs([.probabilities]).features(
      of: store, rows: rows, model: model)
    for (place, row) in rows.enumerated() {
      let exact = all.row(row).map(Double.init)
      #expect(worstDistance(features.row(place).map(Double.init), exact) < 1e-4)
      #expect(abs(probabilities.row(place).reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test func headWeightsGiveTheLogits() throws {
    let weights = model.headWeights()
    #expect(weights.rows == 512 && weights.columns == model.configuration.width)
    let final = try store.rows(rows, ofTap: "final_norm")
    var product = Matrix<Float>(rows: 4, columns: 512)
    final.withView { final in
      weights.withView { weights in
        product.withMutableView { multiply(final, weights, into: $0, transposeRight: true) }
      }
    }
    let direct = model.logits(ofFinalNorm: final)
    #expect(
      worstDistance(product.elements.map(Double.init), direct.elements.map(Double.init)) < 1e-4)
  }

  /// At the start the new entropy is the model's own; training on the tokens that came lowers the loss.
  @Test func theModelsOwnHeadIsFinetuned() throws {
    let all = Array(0..<store.manifest.rows)
    let features = LayerFeatures(
      tap: "final_norm", matrix: try store.rows(all, ofTap: "final_norm"))
    let positions = try store.positions()
    let next = all.filter { $0 + 1 < all.count && positions.position[$0 + 1] > 0 }
    let gold = try HeadExamples(
      features, rows: next.map { Int32($0) },
      targets: .values(next.map { Float(positions.token[$0 + 1]) }))
    var options = FinetunedHead.options(vocabulary: 512)
    options.epochs = 1
    options.learningRate = 1e-12
    let still = try FinetunedHead(model, training: gold, validation: gold, options: options)
    let scores = try still.scores(of: features, rows: all.map { Int32($0) })
    #expect(worstDistance(scores, positions.entropy.map(Double.init)) < 1e-3)

    options.learningRate = 1e-2
    options.epochs = 40
    let tuned = try FinetunedHead(model, training: gold, validation: gold, options: options)
    let losses = tuned.head.checks.map(\.validationLoss)
    #expect(losses.min() ?? .infinity < 0.7 * losses[0])

    // Distilling its own distribution leaves the head as it was.
    let own = try HeadInputs([.probabilities]).features(of: store, rows: all, model: model)
    let distilled = try FinetunedHead(
      model, training: HeadExamples(features, targets: .distributions(own.matrix)),
      validation: HeadExamples(features, targets: .distributions(own.matrix)))
    let kept = try distilled.scores(of: features, rows: [0, 7])
    #expect(worstDistance(kept, [0, 7].map { Double(positions.entropy[$0]) }) < 1e-2)

    options.hidden = [4]
    #expect(throws: ProbesError.self) {
      try FinetunedHead(model, training: gold, validation: gold, options: options)
    }
  }
}
