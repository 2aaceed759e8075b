import TensorFiles
import TestSupport
import Testing

@Suite struct ContentHashTests {
  /// The examples of FIPS 180-4, and a million times "a".
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func hashesTheStandardsExamples(text: String, digest: String) throws {
    #expect(ContentHash.sha256(Array(text.utf8)) == digest)
    let found = try withFile(text) { path in try ContentHash.sha256(file: path) }
    #expect(found == digest)
  }

  @Test func piecesAndFilesAgree() throws {
    let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    var hasher = ContentHasher()
    for _ in 0..<1000 { hasher.update(Array(million[..<1000])) }
    #expect(hasher.finalize() == digest)
    #expect(ContentHash.sha256(million) == digest)

    // More than one chunk of the file reader, with an odd rest.
    let large = (0..<17).flatMap { [UInt8](repeating: $0, count: 1_000_001) }
    let found = try withFile(large) { path in try ContentHash.sha256(file: path) }
    #expect(found == ContentHash.sha256(large))
    #expect(throws: TensorFilesError.self) { try ContentHash.sha256(file: "/no/such") }
  }
}
