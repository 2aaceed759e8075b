import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct NPYTests {
  private static func path(_ name: String) -> String {
    Goldens.path("tensor-files/numpy-\(name).npy")
  }

  private let grid: [Float] = (0..<24).map { Float($0) }

  @Test(arguments: ["v1-f4", "v2-f8", "fortran-f4", "big-f8", "f2"])
  func readsFloats(name: String) throws {
    let array = try NPY.load(path: NPYTests.path(name))
    #expect(array.shape == [2, 3, 4])
    #expect(try array.floats() == grid)
  }

  @Test(arguments: ["v3-i8", "big-fortran-i2", "u1"])
  func readsIntegers(name: String) throws {
    let array = try NPY.load(path: NPYTests.path(name))
    #expect(array.shape == [2, 3, 4])
    #expect(try array.int64s() == Array(0..<24))
  }

  @Test func readsTheRest() throws {
    #expect(try NPY.load(path: NPYTests.path("bool")).int32s() == (0..<24).map { 1 - $0 % 2 })
    #expect(try NPY.load(path: NPYTests.path("scalar")).floats() == [2.5])
    #expect(try NPY.load(path: NPYTests.path("scalar")).shape == [])
    #expect(try NPY.load(path: NPYTests.path("empty")).shape == [0, 3])
  }

  @Test(arguments: ["complex", "structured"])
  func refusesOtherElementTypes(name: String) {
    #expect(throws: TensorFilesError.self) { try NPY.load(path: NPYTests.path(name)) }
  }

  @Test func writesNumPysBytes() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.npy")
    try NPY.write(path: path, shape: [2, 3, 4], floats: grid)
    #expect(try bytes(path) == bytes(NPYTests.path("v1-f4")))
    try NPY.write(path: path, shape: [], floats: [2.5])
    #expect(try bytes(path) == bytes(NPYTests.path("scalar")))
    try NPY.write(path: path, shape: [0, 3], floats: [])
    #expect(try bytes(path) == bytes(NPYTests.path("empty")))
    try NPY.write(path: path, shape: [24], int32s: Array(0..<24))
    #expect(try NPY.load(path: path).int32s() == Array(0..<24))
    try NPY.write(path: path, shape: [1, 2], float64s: [.nan, 1e-300])
    let back = try NPY.load(path: path).float64s()
    #expect(back[0].isNaN && back[1] == 1e-300)
    _ = folder
  }

  @Test func everyTruncationThrows() throws {
    let whole = try bytes(NPYTests.path("u1"))
    for length in whole.indices {
      try withFile(Array(whole[..<length])) { path in
        #expect(throws: TensorFilesError.self, "\(length)") { try NPY.load(path: path) }
      }
    }
    try withFile(whole + [0]) { path in
      #expect(throws: TensorFilesError.self) { try NPY.load(path: path) }
    }
  }

  @Test func changedBytesThrowOrParse() throws {
    let whole = try bytes(NPYTests.path("big-fortran-i2"))
    for place in whole.indices {
      for byte: UInt8 in [0, 0x20, 0x27, 0x28, 0x29, 0x39, 0x7D, 0xFF, whole[place] ^ 1] {
        var changed = whole
        changed[place] = byte
        try withFile(changed) { path in
          do { _ = try NPY.load(path: path).floats() } catch is TensorFilesError {}
        }
      }
    }
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: path)))
  }
}
