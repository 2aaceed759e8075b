import TensorFiles
import TestSupport
import Testing

@Suite struct GGUFTests {
  private static let versions = ["tensor-files/blocks-v3.gguf", "tensor-files/blocks-v2.gguf"]

  @Test(
    arguments: versions,
    ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"])
  func dequantisesToTheBit(file: String, type: String) throws {
    let gguf = try GGUFFile(path: Goldens.path(file))
    let tensor = try gguf.tensor("blocks.\(type)")
    let expected = try NPY.load(path: Goldens.path("tensor-files/blocks-\(type).npy")).floats()
    #expect(tensor.type.rawValue.lowercased() == type.lowercased())
    #expect(tensor.shape == [3, 512])
    #expect(try tensor.floats().map(\.bitPattern) == expected.map(\.bitPattern))

    var middle = [Float](repeating: 0, count: 512)
    try middle.withUnsafeMutableBufferPointer { try tensor.readFloats(rows: 1..<2, into: $0) }
    #expect(middle.map(\.bitPattern) == expected[512..<1024].map(\.bitPattern))
  }

  @Test(arguments: ["F32", "F16", "BF16"])
  func readsPlainFloats(type: String) throws {
    let gguf = try GGUFFile(path: Goldens.path("tensor-files/blocks-v3.gguf"))
    let tensor = try gguf.tensor("plain.\(type)")
    let expected = try NPY.load(path: Goldens.path("tensor-files/plain-\(type).npy")).floats()
    #expect(tensor.shape == [3, 5])
    #expect(try tensor.floats() == expected)
  }

  @Test(arguments: ["int8", "int16", "int32", "int64"])
  func readsIntegers(type: String) throws {
    let gguf = try GGUFFile(path: Goldens.path("tensor-files/blocks-v3.gguf"))
    let tensor = try gguf.tensor("plain.\(type)")
    #expect(tensor.type.rawValue == type)
    #expect(tensor.shape == [2, 2, 3])
    #expect(tensor.rows == 2 && tensor.rowLength == 6)
    #expect(try tensor.int32s() == Array(-3..<9))
    #expect(try tensor.int64s() == Array(-3..<9))
    #expect(throws: TensorFilesError.self) { try tensor.floats() }
  }

  @Test(arguments: versions)
  func readsMetadataOfEveryType(file: String) throws {
    let gguf = try GGUFFile(path: Goldens.path(file))
    let values = gguf.metadata
    #expect(gguf.version == (file.contains("v2") ? 2 : 3))
    #expect(values["general.architecture"]?.string == "golden")
    #expect(values["golden.uint8"]?.int == 200)
    #expect(values["golden.int8"]?.int == -100)
    #expect(values["golden.uint16"]?.int == 60000)
    #expect(values["golden.int16"]?.int == -30000)
    #expect(values["golden.uint32"]?.int == 4_000_000_000)
    #expect(values["golden.int32"]?.int == -2_000_000_000)
    #expect(values["golden.int64"]?.int == -(1 << 62))
    #expect(values["golden.uint64"]?.int == nil)
    #expect(values["golden.uint64"]?.double == 0x1p64)
    #expect(values["golden.float32"]?.double == 0.5)
    #expect(values["golden.float64"]?.double == 1e-300)
    #expect(values["golden.bool"]?.bool == true)
    #expect(values["golden.text"]?.bytes == Array("caf\u{E9} ▁😀".utf8))
    #expect(values["golden.ints"]?.ints == [3, -1, 2_000_000_000])
    #expect(values["golden.floats"]?.floats == [0.5, -1.25, 3])
    #expect(values["golden.bools"]?.ints == [1, 0, 1])
    #expect(values["golden.nested"]?.array?.count == 2)
    #expect(values["golden.nested"]?.ints == nil)
    #expect(values["golden.texts"]?.ints == nil)
  }

  @Test func textsStayBytes() throws {
    let gguf = try GGUFFile(path: Goldens.path("tensor-files/blocks-v3.gguf"))
    let array = try #require(gguf.metadata["golden.texts"]?.array)
    #expect(array.isText && array.count == 5)
    #expect(
      array.strings == ["", "a", "▁the", "cafe\u{301}", "caf\u{E9}"].map { Array($0.utf8) })
    let ranges = try #require(array.textRanges)
    let texts = array.file.withBytes { bytes in ranges.map { Array(bytes[$0]) } }
    #expect(texts == array.strings)
  }

  @Test func missingTensorNamesTheNearest() throws {
    let gguf = try GGUFFile(path: Goldens.path("tensor-files/blocks-v3.gguf"))
    #expect(gguf.contains("blocks.Q4_0") && !gguf.contains("blocks.Q9_0"))
    let error = #expect(throws: TensorFilesError.self) { try gguf.tensor("blocks.Q4_O") }
    #expect(error?.description.contains("\"blocks.Q4_0\"") == true)
  }

  @Test func rowsCanBeReadFromManyThreads() async throws {
    let tensor = try GGUFFile(path: Goldens.path("tensor-files/blocks-v3.gguf"))
      .tensor("blocks.Q6_K")
    let whole = try tensor.floats().map(\.bitPattern)
    try await withThrowingTaskGroup(of: (Int, [UInt32]).self) { group in
      for row in 0..<3 {
        group.addTask {
          var floats = [Float](repeating: 0, count: 512)
          try floats.withUnsafeMutableBufferPointer {
            try tensor.readFloats(rows: row..<(row + 1), into: $0)
          }
          return (row, floats.map(\.bitPattern))
        }
      }
      for try await (row, floats) in group {
        #expect(floats == Array(whole[(512 * row)..<(512 * (row + 1))]))
      }
    }
  }
}
