import Foundation
import TestSupport
import Testing

@testable import TensorFiles

@Suite struct AtomicFileTests {
  private struct Stop: Error {}

  private func text(_ path: String) throws -> String {
    try String(contentsOf: URL(filePath: path), encoding: .utf8)
  }

  @Test func makesAndReplaces() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("result.json")
    try AtomicFile.write(path: path, text: "one")
    #expect(try text(path) == "one")
    try AtomicFile.write(path: path) { sink in
      #expect(try text(path) == "one")
      for _ in 0..<100_000 { try sink.write("twelve bytes") }
      #expect(sink.byteCount == 1_200_000)
    }
    #expect(try text(path).utf8.count == 1_200_000)
    #expect(try folder.contents(of: "").count == 1)
  }

  @Test func anErrorLeavesTheOldFileAndNothingElse() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("result.json")
    try AtomicFile.write(path: path, text: "old")
    #expect(throws: Stop.self) {
      try AtomicFile.write(path: path) { sink in
        try sink.write(String(repeating: "new", count: 1_000_000))
        throw Stop()
      }
    }
    #expect(try text(path) == "old")
    #expect(try folder.contents(of: "").count == 1)
  }

  @Test func aPartialFileOfAKilledProcessIsOverwritten() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: "left over", count: 100), to: ".result.json.partial")
    try AtomicFile.write(path: folder.path("result.json"), text: "new")
    #expect(try text(folder.path("result.json")) == "new")
    #expect(try folder.contents(of: "").count == 1)
  }

  @Test func twoWritersOfOneFileDoNotMix() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("result.json")
    try AtomicFile.write(path: path) { sink in
      try sink.write("first")
      let error = #expect(throws: TensorFilesError.self) {
        try AtomicFile.write(path: path, text: "second")
      }
      #expect(error?.description.contains("another process") == true)
    }
    #expect(try text(path) == "first")
    _ = folder
  }

  @Test func saysWhyAFileCannotBeWritten() throws {
    let folder = try TemporaryFolder()
    for path in ["", "/", "/tmp/..", folder.path("absent/x"), folder.path] {
      #expect(throws: TensorFilesError.self, "\(path)") {
        try AtomicFile.write(path: path, text: "x")
      }
    }
    #expect(try folder.contents(of: "").isEmpty)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsOneSentence() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    var sink = FileSink(descriptor: descriptor, path: "/data/store/shard.safetensors")
    do {
      try sink.write([UInt8](repeating: 1, count: 1 << 20))
      Issue.record("writing to a full device succeeded")
    } catch {
      #expect(
        error.description == """
          Cannot write /data/store/shard.safetensors: the disk is full; free some space and run \
          the same command again.
          """)
    }
  }

  @Test func aFileSizeLimitThrowsInsteadOfKilling() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let path = folder.path("large.bin")
      var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      #if canImport(Glibc)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      #else
        setrlimit(RLIMIT_FSIZE, &limit)
      #endif
      let error = #expect(throws: TensorFilesError.self) {
        try AtomicFile.write(path: path) { sink in
          for _ in 0..<64 { try sink.write([UInt8](repeating: 7, count: 100_000)) }
        }
      }
      #expect(error?.description.contains("ulimit -f") == true)
      #expect(try folder.contents(of: "").isEmpty)
    }
  }
}
