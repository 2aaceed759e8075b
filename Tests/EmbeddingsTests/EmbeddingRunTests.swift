import Foundation
import LanguageModels
import LinearAlgebra
import TensorFiles
import TestSupport
import Testing
import TextFiles

@testable import Embeddings

/// Runs on a tiny model; documents are given as token ids, so that no tokenizer is needed.
@Suite struct EmbeddingRunTests {
  private let folder: TemporaryFolder
  private let model: LanguageModel

  init() throws {
    folder = try TemporaryFolder()
    model = try LanguageModel.open(path: Goldens.path("tiny-models/llama"))
  }

  private struct Stop: Error {}

  private func input(documents: Int) throws -> String {
    let lines = (0..<documents).map { index -> String in
      let tokens = (0..<(index * 7) % 40).map { String(1 + ($0 * 31 + index * 17) % 500) }
      return "{\"id\": \"d\(index)\", \"tokens\": [\(tokens.joined(separator: ","))]}"
    }
    return try folder.write(lines.joined(separator: "\n"), to: "in.jsonl")
  }

  private func run(
    to name: String, policy: ScoringPolicy, dtype: FloatType = .float32,
    documents: Int = 60, progress: (EmbeddingRun.Progress) throws -> Void = { _ in }
  ) throws -> StoreManifest {
    let run = EmbeddingRun(scorer: try Scorer(model: model, policy: policy), dtype: dtype)
    return try run.run(
      DocumentReader(path: input(documents: documents)), to: folder.path(name), progress: progress)
  }

  @Test func storeHoldsEveryColumnOfTheLayout() throws {
    let policy = ScoringPolicy(taps: [.embedding, .block(2), .finalNorm], topK: 4)
    let manifest = try run(to: "s", policy: policy)
    #expect(manifest.documents == 60)
    #expect(manifest.rows == manifest.tokens)
    #expect(manifest.emptyDocuments == 2)
    let file = try SafetensorsFile(path: folder.path("s/shard-00000.safetensors"))
    let rows = manifest.rows
    for (name, shape) in [
      ("document", [rows]), ("position", [rows]), ("token", [rows]), ("entropy", [rows]),
      ("log_probability", [rows]), ("rank", [rows]), ("top_tokens", [rows, 4]),
      ("top_log_probabilities", [rows, 4]), ("tap.embedding", [rows, 64]),
      ("tap.block.2", [rows, 64]), ("tap.final_norm", [rows, 64]),
    ] { #expect(try file.tensor(name).shape == shape, "\(name)") }
    // A rank and the actual token's log-probability agree with the list of top tokens.
    let rank = try file.tensor("rank").int32s()
    let logProbability = try file.tensor("log_probability").floats()
    let token = try file.tensor("token").int32s()
    let top = try file.tensor("top_tokens").int32s()
    let topLog = try file.tensor("top_log_probabilities").floats()
    for row in 0..<rows {
      if rank[row] < 0 {
        #expect(logProbability[row].isNaN)
      } else if rank[row] < 4 {
        let place = row * 4 + Int(rank[row])
        #expect(top[place] == token[row + 1])
        #expect(abs(topLog[place] - logProbability[row]) < 1e-5)
      }
    }
  }

  @Test func positionsAndChosenRowsMatchTheShards() throws {
    // Small batches of many documents give several shards.
    let policy = ScoringPolicy(taps: [.block(3)], topK: 0)
    _ = try run(to: "s", policy: policy, documents: 9000)
    let store = try EmbeddingStore(path: folder.path("s"))
    #expect(store.manifest.shards.count > 1)
    let positions = try store.positions()
    #expect(positions.count == store.manifest.rows)
    #expect(positions.entropy.count == positions.count)
    let ends = (0..<positions.count).filter {
      $0 + 1 == positions.count || positions.document[$0] != positions.document[$0 + 1]
    }
    #expect(ends.allSatisfy { positions.logProbability[$0].isNaN })
    let last = try store.lastRows(ofTap: "block.3")
    #expect(try store.rows(ends, ofTap: "block.3") == last)
    #expect(try store.rows([], ofTap: "block.3").rows == 0)
    let documents = try store.documents()
    #expect(
      ends.map { Int(positions.position[$0]) + 1 } == documents.map(\.tokens).filter { $0 > 0 })
  }

  @Test func stoppedRunContinuesToTheSameBytes() throws {
    let policy = ScoringPolicy(taps: model.taps, topK: 2, batchTokens: 64)
    _ = try run(to: "whole", policy: policy)
    for stopAt in [1, 5, 12] {
      var calls = 0
      #expect(throws: Stop.self) {
        try run(to: "parts\(stopAt)", policy: policy) { _ in
          calls += 1
          if calls == stopAt { throw Stop() }
        }
      }
      _ = try run(to: "parts\(stopAt)", policy: policy)
      #expect(try folder.contents(of: "parts\(stopAt)") == folder.contents(of: "whole"))
    }
    // A finished store is left as it is.
    _ = try run(to: "whole", policy: policy)
  }

  @Test func lastPositionsAreTheLastRowsOfAllPositions() throws {
    let all = ScoringPolicy(taps: [.block(3)], positions: .all)
    let last = ScoringPolicy(taps: [.block(3)], positions: .last)
    _ = try run(to: "all", policy: all)
    _ = try run(to: "last", policy: last)
    let fromAll = try EmbeddingStore(path: folder.path("all")).lastRows(ofTap: "block.3")
    let fromLast = try EmbeddingStore(path: folder.path("last")).lastRows(ofTap: "block.3")
    #expect(fromAll.rows == 58)
    #expect(fromLast.rows == 58)
    for (a, b) in zip(fromAll.elements, fromLast.elements) { #expect(abs(a - b) < 1e-4) }
  }

  @Test(arguments: [FloatType.float16, .bfloat16])
  func halfPrecisionKeepsTheValues(dtype: FloatType) throws {
    let policy = ScoringPolicy(taps: [.finalNorm], positions: .last)
    _ = try run(to: "full", policy: policy)
    _ = try run(to: "half", policy: policy, dtype: dtype)
    let full = try EmbeddingStore(path: folder.path("full")).lastRows(ofTap: "final_norm")
    let half = try EmbeddingStore(path: folder.path("half")).lastRows(ofTap: "final_norm")
    let tolerance: Float = dtype == .float16 ? 1e-3 : 1e-2
    for (a, b) in zip(full.elements, half.elements) {
      #expect(abs(a - b) <= tolerance * abs(a) + 1e-4)
    }
  }

  @Test func windowsOfALongDocumentScoreWhatTheWholeScores() throws {
    // With the context as long as the document but one window cut short, early positions agree.
    let tokens = (0..<30).map { Int32(1 + ($0 * 37) % 500) }
    let document = try TokenizedDocument(
      Document(id: "d", row: 1, content: .tokens(tokens)), for: model, beginningOfText: .model)
    let whole = try Scorer(model: model, policy: ScoringPolicy(taps: []))
      .score([document], runtime: model.makeRuntime())
    let cut = try Scorer(
      model: model, policy: ScoringPolicy(taps: [], contextLength: 12, stride: 3)
    )
    .score([document], runtime: model.makeRuntime())
    #expect(cut.position == whole.position)
    #expect(cut.token == whole.token)
    #expect(cut.logProbability.dropLast().allSatisfy { $0.isFinite })
    for row in 0..<11 { #expect(abs(cut.entropy[row] - whole.entropy[row]) < 1e-4) }
  }

  @Test func batchAndOrderOnlyRound() throws {
    let documents = try (0..<12).map { index in
      try TokenizedDocument(
        Document(
          id: "\(index)", row: index,
          content: .tokens((0...index * 3).map { Int32(1 + ($0 * 13 + index) % 500) })),
        for: model, beginningOfText: .never)
    }
    let policy = ScoringPolicy(taps: [.finalNorm])
    let together = try Scorer(model: model, policy: policy)
      .score(documents, runtime: model.makeRuntime())
    var small = policy
    small.batchTokens = 1
    let alone = try Scorer(model: model, policy: small)
      .score(documents, runtime: model.makeRuntime())
    #expect(together.token == alone.token)
    for (a, b) in zip(together.entropy, alone.entropy) { #expect(abs(a - b) < 1e-5) }
    for (a, b) in zip(together.taps[0].values.elements, alone.taps[0].values.elements) {
      #expect(abs(a - b) < 1e-4)
    }
  }

  @Test func otherSettingsInputsAndFoldersAreRefused() throws {
    _ = try run(to: "s", policy: ScoringPolicy(topK: 2))
    let settings = #expect(throws: EmbeddingsError.self) {
      try run(to: "s", policy: ScoringPolicy(topK: 3))
    }
    #expect(settings?.description.contains("top-k 2 instead of 3") == true)
    #expect(throws: EmbeddingsError.self) {
      try run(to: "s", policy: ScoringPolicy(topK: 2), documents: 61)
    }
    #expect(throws: EmbeddingsError.self) {
      try run(to: "s", policy: ScoringPolicy(topK: 2), documents: 59)
    }
    try folder.write("mine", to: "other.txt")
    let other = EmbeddingRun(scorer: try Scorer(model: model, policy: .init()), dtype: .float32)
    let documents = try input(documents: 2)
    #expect(throws: EmbeddingsError.self) {
      try other.run(DocumentReader(path: documents), to: folder.path)
    }
  }

  @Test func damagedStoresAreRefused() throws {
    _ = try run(to: "s", policy: ScoringPolicy(topK: 2))
    let store = try EmbeddingStore(path: folder.path("s"))
    try store.verify()
    #expect(throws: EmbeddingsError.self) { try store.lastRows(ofTap: "block.1") }
    let shard = folder.path("s/shard-00000.safetensors")
    var bytes = try Data(contentsOf: URL(filePath: shard))
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: URL(filePath: shard))
    #expect(throws: EmbeddingsError.self) { try store.verify() }
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: shard))
    #expect(throws: TensorFilesError.self) { try store.lastRows(ofTap: "final_norm") }
    let manifest = try String(contentsOfFile: folder.path("s/manifest.json"), encoding: .utf8)
    // Sums over shards must not overflow.
    let huge = manifest.replacing(#/"tokens": \d+/#, with: "\"tokens\": \(Int.max)")
    #expect(huge != manifest)
    for text in ["{}", huge] {
      try folder.write(text, to: "s/manifest.json")
      #expect(throws: EmbeddingsError.self) { try EmbeddingStore(path: folder.path("s")) }
    }
  }

  @Test func settingsThatDoNotFitAreRefused() throws {
    for policy in [
      ScoringPolicy(contextLength: 1), ScoringPolicy(contextLength: 100_000),
      ScoringPolicy(contextLength: 10, stride: 9), ScoringPolicy(stride: 0),
      ScoringPolicy(topK: -1), ScoringPolicy(taps: [.block(4)]),
    ] {
      #expect(throws: EmbeddingsError.self) { try Scorer(model: model, policy: policy) }
    }
    #expect(throws: EmbeddingsError.self) {
      try TokenizedDocument(
        Document(id: "x", row: 1, content: .tokens([512])), for: model, beginningOfText: .model)
    }
    #expect(throws: EmbeddingsError.self) {
      try TokenizedDocument(
        Document(id: "x", row: 1, content: .text("hello")), for: model, beginningOfText: .model)
    }
  }
}
