import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct FolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func foldersAboveAreMadeToo() throws {
    for _ in 0..<2 { try Folder.make(folder.path("a/b/c/")) }
    var isFolder: ObjCBool = false
    #expect(FileManager.default.fileExists(atPath: folder.path("a/b/c"), isDirectory: &isFolder))
    #expect(isFolder.boolValue)
  }

  @Test func aFileInTheWayIsNamed() throws {
    let file = try folder.write("x", to: "file")
    for path in [file, file + "/below"] {
      let error = #expect(throws: TensorFilesError.self) { try Folder.make(path) }
      #expect(error?.description.contains("\(file) is not a folder") == true)
    }
  }

  @Test func theSystemsWordsAreKept() {
    #expect(throws: TensorFilesError.self) { try Folder.make("/proc/knowable/x") }
  }
}
