import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  private func golden() throws -> SafetensorsFile {
    try SafetensorsFile(path: Goldens.path("tensor-files/all-types.safetensors"))
  }

  @Test(arguments: ["f64", "f32", "f16", "bf16"])
  func readsFloats(name: String) throws {
    let tensor = try golden().tensor(name)
    // bfloat16 rounds 65504 up to 65536.
    let last: Float = name == "bf16" ? 65536 : 65504
    let expected: [Float] = [0, -0.0, 1.5, .infinity, -.infinity, last]
    #expect(tensor.shape == [2, 3])
    #expect(try tensor.floats().map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(try tensor.float64s() == expected.map(Double.init))
    let withNaN = try golden().tensor("\(name).nan").floats()
    #expect(withNaN[0] == 1 && withNaN[1].isNaN && withNaN[2] == -2)
  }

  @Test(arguments: ["f8_e4m3", "f8_e5m2"])
  func readsEveryEightBitFloat(name: String) throws {
    let found = try golden().tensor(name).floats()
    let expected = try NPY.load(path: Goldens.path("tensor-files/\(name).npy")).floats()
    #expect(found.count == 256)
    for (x, y) in zip(found, expected) {
      #expect(x.bitPattern == y.bitPattern || (x.isNaN && y.isNaN))
    }
  }

  @Test(arguments: [
    ("i8", Int64(Int8.min), Int64(Int8.max)), ("u8", 0, 255), ("u16", 0, 65535),
    ("i16", Int64(Int16.min), Int64(Int16.max)), ("i32", Int64(Int32.min), Int64(Int32.max)),
    ("u32", 0, Int64(UInt32.max)), ("i64", .min, .max),
  ])
  func readsIntegers(name: String, low: Int64, high: Int64) throws {
    let tensor = try golden().tensor(name)
    #expect(try tensor.int64s() == [low, 0, 1, high])
    if Int32(exactly: low) != nil, Int32(exactly: high) != nil {
      #expect(try tensor.int32s() == [low, 0, 1, high].map { Int32($0) })
    } else {
      #expect(throws: TensorFilesError.self) { try tensor.int32s() }
    }
    #expect(throws: TensorFilesError.self) { try tensor.floats() }
  }

  @Test func readsTheRest() throws {
    let file = try golden()
    #expect(file.metadata == ["format": "pt"])
    #expect(try file.tensor("bool").int32s() == [1, 0, 1])
    #expect(throws: TensorFilesError.self) { try file.tensor("u64").int64s() }
    #expect(try file.tensor("scalar").shape == [])
    #expect(try file.tensor("scalar").floats() == [2.5])
    #expect(try file.tensor("empty").shape == [0, 4])
    #expect(try file.tensor("empty").floats() == [])
    #expect(try file.tensor("café").int32s() == [1])
    #expect(!file.contains("absent"))
  }

  @Test func writesTheReferenceLibrarysBytes() throws {
    let file = try golden()
    let original = try Data(contentsOf: URL(filePath: file.path))
    let entries = try file.tensorNames.reversed().map { SafetensorsEntry(try file.tensor($0)) }
    let folder = try TemporaryFolder()
    let path = folder.path("copy.safetensors")
    try SafetensorsWriter.write(path: path, tensors: entries, metadata: [("format", "pt")])
    #expect(try Data(contentsOf: URL(filePath: path)) == original)
    #expect(try folder.contents(of: "").keys.sorted() == ["copy.safetensors"])
  }

  @Test func whatIsWrittenReadsBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("values.safetensors")
    let floats: [Float] = (0..<100_000).map { Float($0) / 8 }
    try SafetensorsWriter.write(
      path: path,
      tensors: [
        SafetensorsEntry(name: "f32", shape: [1000, 100], floats: floats),
        SafetensorsEntry(name: "f16", type: .float16, shape: [100_000], floats: floats),
        SafetensorsEntry(name: "bf16", type: .bfloat16, shape: [3], floats: [1, .nan, -0.5]),
        SafetensorsEntry(name: "f64", shape: [1], float64s: [1e-300]),
        SafetensorsEntry(name: "i32", shape: [2], int32s: [-1, .max]),
        SafetensorsEntry(name: "i64", shape: [], int64s: [.min]),
        SafetensorsEntry(name: "bool", type: .bool, shape: [2], bytes: [0, 1]),
        SafetensorsEntry(name: "rows", type: .float32, shape: [4, 2]) { sink in
          for row in 0..<4 { try sink.write([Float(row), Float(-row)]) }
        },
      ], metadata: [("a", "1"), ("b\n", "\"2\"")])
    let file = try SafetensorsFile(path: path)
    #expect(file.metadata == ["a": "1", "b\n": "\"2\""])
    #expect(try file.tensor("f32").floats() == floats)
    let halves = try file.tensor("f16").floats()
    #expect(halves[8] == 1 && halves[16] == 2 && halves[99_999] == 12496)
    #expect(try file.tensor("bf16").floats()[1].isNaN)
    #expect(try file.tensor("f64").float64s() == [1e-300])
    #expect(try file.tensor("i32").int32s() == [-1, .max])
    #expect(try file.tensor("i64").int64s() == [.min])
    #expect(try file.tensor("bool").int32s() == [0, 1])
    #expect(try file.tensor("rows").floats() == [0, 0, 1, -1, 2, -2, 3, -3])
    _ = folder
  }

  @Test func readsShards() throws {
    let folder = Goldens.path("tensor-files/sharded")
    let weights = try SafetensorsFolder(path: folder)
    #expect(weights.tensorNames == ["x", "y", "z"])
    #expect(weights.files.count == 2)
    #expect(try weights.tensor("x").floats() == [0, 1, 2, 3])
    #expect(try weights.tensor("z").floats() == [7, 7, 7])
    #expect(throws: TensorFilesError.self) { try weights.tensor("w") }
    #expect(
      try SafetensorsFolder.weightsPaths(in: folder) == [
        "\(folder)/model-00001-of-00002.safetensors", "\(folder)/model-00002-of-00002.safetensors",
      ])
  }

  @Test func readsAFolderWithOneFile() throws {
    let folder = Goldens.path("tiny-models/llama")
    let weights = try SafetensorsFolder(path: folder)
    #expect(weights.contains("model.embed_tokens.weight"))
    #expect(try SafetensorsFolder.weightsPaths(in: folder) == ["\(folder)/model.safetensors"])
    #expect(throws: TensorFilesError.self) { try SafetensorsFolder(path: Goldens.path("make")) }
  }

  @Test(arguments: [
    (#"{"weight_map": {"x": "../secret.safetensors"}}"#, "plain name"),
    (#"{"weight_map": {"x": 1}}"#, "plain name"), (#"{"weight_map": {}}"#, "no weight_map"),
    ("[]", "no weight_map"), ("{", "not valid JSON"),
    (#"{"weight_map": {"x": "absent.safetensors"}}"#, "absent.safetensors: No such file"),
    (#"{"weight_map": {"absent": "small.safetensors"}}"#, "no tensor \"absent\""),
  ])
  func refusesABrokenIndex(text: String, problem: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "model.safetensors.index.json")
    try FileManager.default.copyItem(
      atPath: Goldens.path("tensor-files/small.safetensors"),
      toPath: folder.path("small.safetensors"))
    let error = #expect(throws: TensorFilesError.self) { try SafetensorsFolder(path: folder.path) }
    #expect(error?.description.contains(problem) == true)
    _ = folder
  }
}
