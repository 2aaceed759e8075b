import Foundation
import TensorFiles
import TestSupport
import Testing
import TextFiles

/// Every bad input ends with one sentence on standard error, the right exit code, and no crash.
@Suite struct BadInputTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expectRefusal(
    _ arguments: [String], code: Int32 = 3, saying words: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let run = try await CommandLineRun.run(arguments)
    #expect(run.code == code, "\(run.status): \(run.error)", sourceLocation: sourceLocation)
    let sentence = run.error.split(separator: "\n").filter { $0.hasPrefix("knowable: ") }
    #expect(sentence.count == 1, "\(run.error)", sourceLocation: sourceLocation)
    for word in words {
      #expect(run.error.contains(word), "\(run.error)", sourceLocation: sourceLocation)
    }
  }

  private func embed(model: String = TinyExamples.model, input: String) -> [String] {
    ["embed", "--quiet", "--model", model, "--input", input, "--output", folder.path("store")]
  }

  /// A copy of the tiny model's folder that a test may damage.
  private func damagedModel(_ file: String, _ change: (inout Data) -> Void) throws -> String {
    let path = folder.path("model")
    try FileManager.default.copyItem(atPath: TinyExamples.model, toPath: path)
    let target = URL(filePath: "\(path)/\(file)")
    var data = try Data(contentsOf: target)
    change(&data)
    try data.write(to: target)
    return path
  }

  private func header(_ text: String) -> Data {
    withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Data($0) } + Data(text.utf8)
  }

  @Test func missingFiles() async throws {
    let input = try folder.write("{\"tokens\": [1]}\n", to: "in.jsonl")
    try await expectRefusal(embed(model: "/no/such/model", input: input), saying: "/no/such/model")
    try await expectRefusal(embed(input: "/no/such/file.jsonl"), saying: "/no/such/file.jsonl")
    try await expectRefusal(
      ["evaluate", "--probe", "/no.probe", "--store", "/no", "--labels", "/no.csv"],
      saying: "/no.probe")
    try await expectRefusal(
      ["train", "--store", folder.path, "--labels", input, "--output", folder.path("p")],
      saying: "manifest.json")
    try await expectRefusal(["models", "pull", "smollm"], saying: "smollm2-135m-instruct")
  }

  @Test func emptyAndMalformedDocuments() async throws {
    let empty = try folder.write("", to: "empty.jsonl")
    try await expectRefusal(embed(input: empty), saying: "empty.jsonl", "no document")
    let broken = try folder.write("{\"tokens\": [1]}\n{\"tokens\": [1,\n", to: "broken.jsonl")
    try await expectRefusal(embed(input: broken), saying: "broken.jsonl", "line 2")
    let csv = try folder.write("statement,label\nHello,1\n", to: "in.csv")
    try await expectRefusal(embed(input: csv), saying: "\"text\"", "statement")
    let ragged = try folder.write("text,label\nHello,1,2\n", to: "ragged.csv")
    try await expectRefusal(embed(input: ragged), saying: "ragged.csv", "row 1")
    let outside = try folder.write("{\"tokens\": [9999]}\n", to: "outside.jsonl")
    try await expectRefusal(embed(input: outside), saying: "9999", "511")
    let text = try folder.write("{\"text\": \"hello\"}\n", to: "text.jsonl")
    try await expectRefusal(embed(input: text), saying: "no tokenizer")
  }

  @Test(arguments: [0, 4, 100, 5000, 700_000])
  func truncatedSafetensors(length: Int) async throws {
    let model = try damagedModel("model.safetensors") { $0 = $0.prefix(length) }
    let input = try folder.write("{\"tokens\": [1]}\n", to: "in.jsonl")
    try await expectRefusal(embed(model: model, input: input), saying: "model.safetensors")
  }

  @Test(arguments: [
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,99999]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
    "{\"a\":{\"dtype\":\"WHAT\",\"shape\":[1],\"data_offsets\":[0,4]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}", "[]",
    "{",
  ])
  func corruptSafetensorsHeaders(text: String) async throws {
    let model = try damagedModel("model.safetensors") { $0 = header(text) + Data(count: 64) }
    let input = try folder.write("{\"tokens\": [1]}\n", to: "in.jsonl")
    try await expectRefusal(embed(model: model, input: input), saying: "model.safetensors")
  }

  @Test func oversizedSafetensorsHeader() async throws {
    let model = try damagedModel("model.safetensors") { data in
      data.replaceSubrange(0..<8, with: withUnsafeBytes(of: UInt64(1 << 40)) { Data($0) })
    }
    let input = try folder.write("{\"tokens\": [1]}\n", to: "in.jsonl")
    try await expectRefusal(embed(model: model, input: input), saying: "model.safetensors")
  }

  @Test func weightsThatAreNotANumber() async throws {
    let model = try damagedModel("model.safetensors") { data in
      data.replaceSubrange(
        data.count - 4..<data.count, with: withUnsafeBytes(of: Float.nan.bitPattern) { Data($0) })
    }
    let input = try folder.write("{\"id\": \"a\", \"tokens\": [1, 2]}\n", to: "in.jsonl")
    try await expectRefusal(
      embed(model: model, input: input), saying: "not finite", "document a")
    try await expectRefusal(
      embed(model: model, input: input) + ["--no-statistics", "--taps", "all"],
      saying: "not finite", "document a")
  }

  @Test func configurationsThatAreNotUnderstood() async throws {
    let input = try folder.write("{\"tokens\": [1]}\n", to: "in.jsonl")
    let model = try damagedModel("config.json") { data in
      let text = String(decoding: data, as: UTF8.self)
      data = Data(text.replacingOccurrences(of: "\"llama\"", with: "\"mamba\"").utf8)
    }
    try await expectRefusal(embed(model: model, input: input), saying: "mamba")
  }

  @Test func anUnusableTokenizerLeavesTokenIdsUsable() async throws {
    let model = try damagedModel("config.json") { _ in }
    try folder.write("{\"model\": {\"type\": \"WordPiece\"}}", to: "model/tokenizer.json")
    let text = try folder.write("{\"text\": \"hello\"}\n", to: "text.jsonl")
    try await expectRefusal(embed(model: model, input: text), saying: "tokenizer.json", "WordPiece")
    let tokens = try folder.write("{\"tokens\": [1, 2]}\n", to: "tokens.jsonl")
    let run = try await CommandLineRun.run(embed(model: model, input: tokens))
    #expect(run.code == 0, "\(run.error)")
  }

  @Test func ggufFilesThatAreNone() async throws {
    let input = try folder.write("{\"tokens\": [1]}\n", to: "in.jsonl")
    for (name, text) in [("empty.gguf", ""), ("text.gguf", "hello"), ("magic.gguf", "GGUF")] {
      let model = try folder.write(text, to: name)
      try await expectRefusal(embed(model: model, input: input), saying: name)
    }
  }

  @Test(
    .enabled(if: InstalledModels.smolLM2 != nil, "SmolLM2 is not installed: make models"),
    arguments: [24, 1000, 100_000, 2_000_000, 50_000_000])
  func truncatedGGUF(length: Int) async throws {
    let handle = try FileHandle(forReadingFrom: URL(filePath: InstalledModels.smolLM2 ?? ""))
    let bytes = try handle.read(upToCount: length) ?? Data()
    let model = folder.path("short.gguf")
    try bytes.write(to: URL(filePath: model))
    let input = try folder.write("{\"tokens\": [1]}\n", to: "in.jsonl")
    try await expectRefusal(embed(model: model, input: input), saying: "short.gguf")
    try await expectRefusal(
      ["tokenize", "--tokenizer", model, "--text", "a"], saying: "short.gguf")
  }

  @Test(arguments: [0, 1, 500, 40_000, 86_000])
  func truncatedTokenizer(length: Int) async throws {
    let whole = try Data(
      contentsOf: URL(filePath: Goldens.path("tokenizers/bytelevel-gpt2/tokenizer.json")))
    let path = folder.path("tokenizer.json")
    try whole.prefix(length).write(to: URL(filePath: path))
    try await expectRefusal(
      ["tokenize", "--tokenizer", path, "--text", "a"], saying: "tokenizer.json")
  }

  @Test func labelsThatDoNotFit() async throws {
    let (input, labels) = try TinyExamples.write(to: folder, count: 60)
    let embedded = try await CommandLineRun.run(embed(input: input) + ["--position", "last"])
    #expect(embedded.code == 0, "\(embedded.error)")
    func train(_ labels: String, _ more: String...) -> [String] {
      [
        "train", "--quiet", "--store", folder.path("store"), "--labels", labels, "--output",
        folder.path("p.probe"),
      ] + more
    }
    try await expectRefusal(train(labels, "--target", "lable"), saying: "lable", "label")
    try await expectRefusal(train(labels, "--group", "grp"), saying: "grp")
    try await expectRefusal(train(labels, "--tap", "block.1"), saying: "block.1", "final_norm")
    let few = try folder.write("id,label\nd0,1\nd1,0\n", to: "few.csv")
    try await expectRefusal(train(few), saying: "few.csv", "d2")
    let odd = try folder.write("id,label\nd0,maybe\n", to: "odd.csv")
    try await expectRefusal(train(odd), saying: "odd.csv", "maybe")
    let one = "id,label\n" + (0..<60).map { "d\($0),1" }.joined(separator: "\n")
    try await expectRefusal(train(try folder.write(one, to: "one.csv")), saying: "both classes")
    #expect(!FileManager.default.fileExists(atPath: folder.path("p.probe")))
  }

  @Test func notANumberInAStore() async throws {
    let (input, labels) = try TinyExamples.write(to: folder, count: 60)
    let embedded = try await CommandLineRun.run(embed(input: input) + ["--position", "last"])
    #expect(embedded.code == 0, "\(embedded.error)")
    // The last four bytes of the shard belong to its one tap or to another float column: put NaN
    // everywhere in the tap and list the new hash, as a broken extractor would have done.
    let shard = folder.path("store/shard-00000.safetensors")
    let file = try SafetensorsFile(path: shard)
    let entries = try file.tensorNames.map { name -> SafetensorsEntry in
      let tensor = try file.tensor(name)
      guard name == "tap.final_norm" else { return SafetensorsEntry(tensor) }
      var values = try tensor.floats()
      values[70] = .nan
      return SafetensorsEntry(name: name, shape: tensor.shape, floats: values)
    }
    let before = try ContentHash.sha256(file: shard)
    try SafetensorsWriter.write(path: shard, tensors: entries)
    let manifest = folder.path("store/manifest.json")
    let text = try String(contentsOfFile: manifest, encoding: .utf8)
    let after = try ContentHash.sha256(file: shard)
    try folder.write(text.replacingOccurrences(of: before, with: after), to: "store/manifest.json")
    try await expectRefusal(
      [
        "train", "--quiet", "--store", folder.path("store"), "--labels", labels, "--output",
        folder.path("p.probe"),
      ], saying: "not finite", "final_norm")
  }

  @Test func aFullDiskLeavesNoHalfFile() async throws {
    let (input, _) = try TinyExamples.write(to: folder, count: 200, length: 60)
    let run = try await CommandLineRun.run(embed(input: input), after: "ulimit -f 64")
    #expect(run.code == 1, "\(run.status): \(run.error)")
    #expect(run.error.contains("knowable: Cannot write"), "\(run.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("store/shard-00000.safetensors")))
    let again = try await CommandLineRun.run(embed(input: input))
    #expect(again.code == 0, "\(again.error)")
  }

  @Test func usageErrorsEndWithTwo() async throws {
    for arguments in [
      ["embed"], ["nonsense"], ["tokenize", "--tokenizer", "x"],
      ["doctor", "--threads", "0"],
      ["embed", "--model", "m", "--input", "i", "--output", "o", "--position", "some"],
    ] {
      let run = try await CommandLineRun.run(arguments)
      #expect(run.code == 2, "\(arguments): \(run.status)")
      #expect(run.output.isEmpty)
    }
  }

  @Test(arguments: [
    [], ["doctor"], ["models", "pull"], ["models", "info"], ["models", "list"], ["tokenize"],
    ["score-text"], ["embed"], ["train"], ["evaluate"],
  ])
  func helpShowsAnExample(command: [String]) async throws {
    let run = try await CommandLineRun.run(command + ["--help"])
    #expect(run.code == 0)
    #expect(run.output.contains("knowable \(command.joined(separator: " "))"))
    #expect(
      command.isEmpty || run.output.contains("Example: knowable \(command.joined(separator: " "))"))
  }
}
