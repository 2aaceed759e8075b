import Foundation
import TensorFiles
import TestSupport
import Testing

/// Broken safetensors files throw a sentence; none crashes.
@Suite struct SafetensorsCorruptionTests {
  private func small() throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: Goldens.path("tensor-files/small.safetensors"))))
  }

  private func read(_ bytes: [UInt8]) throws {
    try withFile(bytes) { path in
      let file = try SafetensorsFile(path: path)
      for name in file.tensorNames {
        let tensor = try file.tensor(name)
        if tensor.type.isFloatLike { _ = try tensor.floats() }
      }
    }
  }

  /// The sentence for a file with this header before `dataCount` zero bytes.
  private func problem(_ header: String, dataCount: Int = 8) -> String {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    let bytes = length + Array(header.utf8) + [UInt8](repeating: 0, count: dataCount)
    return (#expect(throws: TensorFilesError.self) { try read(bytes) })?.description ?? ""
  }

  @Test func everyTruncationThrows() throws {
    let bytes = try small()
    try read(bytes)
    for length in bytes.indices {
      #expect(throws: TensorFilesError.self, "\(length)") { try read(Array(bytes[..<length])) }
    }
    #expect(throws: TensorFilesError.self) { try read(bytes + [0]) }
  }

  @Test func changedBytesThrowOrParse() throws {
    let bytes = try small()
    for place in bytes.indices {
      for byte: UInt8 in [0, 0x20, 0x22, 0x39, 0x7B, 0x80, 0xFF, bytes[place] ^ 1] {
        var changed = bytes
        changed[place] = byte
        do { try read(changed) } catch is TensorFilesError {}
      }
    }
  }

  @Test func headersAreBounded() throws {
    for length: UInt64 in [100_000_001, 1 << 40, .max] {
      let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) }
      let error = #expect(throws: TensorFilesError.self) { try read(bytes + [0x7B, 0x7D]) }
      #expect(error?.description.contains("100 MB") == true)
    }
    #expect(problem("[]").contains("not an object"))
    #expect(problem("{").contains("header"))
    #expect(problem(#"{"__metadata__": {"a": 1}}"#).contains("not text"))
    #expect(problem(#"{"__metadata__": []}"#).contains("not an object"))
  }

  @Test func rangesMustFillTheData() {
    func entry(_ name: String, _ start: Int, _ end: Int) -> String {
      #""\#(name)": {"dtype": "U8", "shape": [\#(end - start)], "#
        + #""data_offsets": [\#(start), \#(end)]}"#
    }
    #expect(problem("{\(entry("a", 0, 4)), \(entry("b", 2, 8))}").contains("overlaps"))
    #expect(problem("{\(entry("a", 0, 4)), \(entry("b", 0, 4))}").contains("overlaps"))
    #expect(problem("{\(entry("a", 0, 4)), \(entry("b", 5, 8))}").contains("hole"))
    #expect(problem("{\(entry("a", 1, 8))}").contains("hole"))
    #expect(problem("{\(entry("a", 0, 9))}").contains("download may be incomplete"))
    #expect(problem("{\(entry("a", 0, 7))}").contains("which has 8"))
    #expect(problem("{\(entry("a", 0, 8)), \(entry("a", 0, 8))}").contains("twice"))
  }

  @Test(arguments: [
    #"{"shape": [8], "data_offsets": [0, 8]}"#,
    #"{"dtype": "X8", "shape": [8], "data_offsets": [0, 8]}"#,
    #"{"dtype": 8, "shape": [8], "data_offsets": [0, 8]}"#,
    #"{"dtype": "F32", "shape": [8], "data_offsets": [0, 8]}"#,
    #"{"dtype": "U8", "shape": [-8], "data_offsets": [0, 8]}"#,
    #"{"dtype": "U8", "shape": [8.5], "data_offsets": [0, 8]}"#,
    #"{"dtype": "U8", "shape": 8, "data_offsets": [0, 8]}"#,
    #"{"dtype": "U8", "data_offsets": [0, 8]}"#,
    #"{"dtype": "U8", "shape": [8]}"#,
    #"{"dtype": "U8", "shape": [8], "data_offsets": [8]}"#,
    #"{"dtype": "U8", "shape": [8], "data_offsets": [8, 0]}"#,
    #"{"dtype": "U8", "shape": [8], "data_offsets": [-8, 0]}"#,
    #"{"dtype": "U8", "shape": [8], "data_offsets": [0, 18446744073709551616]}"#,
    #"{"dtype": "F64", "shape": [4294967296, 4294967296], "data_offsets": [0, 8]}"#,
    #"{"dtype": "F64", "shape": [2305843009213693952], "data_offsets": [0, 0]}"#,
    #"{"dtype": "F64", "shape": [0, 9223372036854775807, 3], "data_offsets": [0, 0]}"#,
    #""text""#,
  ])
  func entriesMustBeSound(entry: String) {
    #expect(problem(#"{"a": \#(entry)}"#).contains("\"a\""))
  }

  @Test func saysWhichFileIsAbsentOrNotAFile() {
    let absent = #expect(throws: TensorFilesError.self) {
      try SafetensorsFile(path: "/no/such.safetensors")
    }
    #expect(absent?.description == "Cannot read /no/such.safetensors: No such file or directory.")
    let folder = #expect(throws: TensorFilesError.self) { try SafetensorsFile(path: "/tmp") }
    #expect(folder?.description == "Cannot read /tmp: it is a folder.")
  }
}
