import Foundation
import TensorFiles
import TestSupport
import Testing

/// Broken GGUF files throw a sentence; none crashes or allocates for a count it cannot hold.
@Suite struct GGUFCorruptionTests {
  private func small() throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: Goldens.path("tensor-files/small.gguf"))))
  }

  /// Opens the bytes as a file and reads every tensor.
  private func read(_ bytes: [UInt8]) throws {
    try withFile(bytes) { path in
      let gguf = try GGUFFile(path: path)
      for value in gguf.metadata.values { _ = (value.strings, value.ints, value.floats) }
      for name in gguf.tensorNames {
        let tensor = try gguf.tensor(name)
        if tensor.type.isFloatLike { _ = try tensor.floats() } else { _ = try tensor.int64s() }
      }
    }
  }

  private func problem(_ bytes: [UInt8]) -> String {
    (#expect(throws: TensorFilesError.self) { try read(bytes) })?.description ?? ""
  }

  @Test func everyTruncationThrows() throws {
    let bytes = try small()
    try read(bytes)
    // The last tensor is padded to the alignment; a file that lacks padding only is whole.
    let padding = 64 - 34
    for length in 0..<(bytes.count - padding) {
      #expect(throws: TensorFilesError.self, "\(length)") { try read(Array(bytes[..<length])) }
    }
  }

  @Test func changedBytesThrowOrParse() throws {
    let bytes = try small()
    for place in bytes.indices {
      for byte: UInt8 in [0, 1, 0x7F, 0x80, 0xFF, bytes[place] ^ 1, bytes[place] &+ 1] {
        var changed = bytes
        changed[place] = byte
        do { try read(changed) } catch is TensorFilesError {}
      }
    }
  }

  @Test func saysWhatIsWrong() throws {
    let bytes = try small()
    var changed = bytes
    changed[0] = 0x50
    #expect(problem(changed).contains("does not start with \"GGUF\""))
    changed = bytes
    changed[4] = 1
    #expect(problem(changed).contains("version 1"))
    changed = bytes
    changed.replaceSubrange(4..<8, with: [0, 0, 0, 3])
    #expect(problem(changed).contains("big-endian"))
    #expect(problem(Array(bytes[..<(bytes.count - 60)])).contains("download may be incomplete"))
    changed = bytes
    changed.replaceSubrange(8..<16, with: repeatElement(0xFF, count: 8))
    #expect(problem(changed).contains("more than the rest of the file can hold"))
  }

  @Test func overlapsAreRefused() throws {
    var bytes = try small()
    // The second tensor's offset (64) is the last field of the table before the data.
    let name: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, UInt8(ascii: "b")]
    let place = try #require(bytes.firstRange(of: name)).upperBound
    let dimensions = Int(bytes[place])
    bytes[place + 4 + 8 * dimensions + 4] = 0
    #expect(problem(bytes).contains("overlaps"))
  }

  @Test func unknownQuantisationsOpenButCannotBeRead() throws {
    var bytes = try small()
    let name: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, UInt8(ascii: "b")]
    let place = try #require(bytes.firstRange(of: name)).upperBound
    let dimensions = Int(bytes[place])
    bytes[place + 4 + 8 * dimensions] = 20
    try withFile(bytes) { path in
      let gguf = try GGUFFile(path: path)
      #expect(gguf.metadata["general.architecture"]?.string == "golden")
      #expect(gguf.tensorNames == ["a", "b"])
      let error = #expect(throws: TensorFilesError.self) { try gguf.tensor("b") }
      #expect(error?.description.contains("quantisation number 20") == true)
    }
  }
}
