import Crypto

/// SHA-256 of files and bytes, as 64 lower-case hexadecimal digits.
public enum ContentHash {
  /// The hash of a file's content, read once front to back in flat memory.
  public static func sha256(file path: String) throws(TensorFilesError) -> String {
    let file = try MappedFile(path: path)
    var hasher = ContentHasher()
    let chunk = 1 << 23
    for start in stride(from: 0, to: file.count, by: chunk) {
      let range = start..<min(start + chunk, file.count)
      withExtendedLifetime(file) {
        hasher.update(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
      }
      file.discard(range)
    }
    return hasher.finalize()
  }

  /// The hash of bytes in memory.
  public static func sha256(_ bytes: [UInt8]) -> String {
    var hasher = ContentHasher()
    hasher.update(bytes)
    return hasher.finalize()
  }
}

/// A SHA-256 that takes its bytes in pieces.
public struct ContentHasher {
  private var state = SHA256()

  /// A hasher that has seen nothing.
  public init() {}

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state.update(bufferPointer: bytes)
  }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { state.update(bufferPointer: $0) }
  }

  /// Adds the UTF-8 bytes of text.
  public mutating func update(_ text: String) { update(Array(text.utf8)) }

  /// The hash of everything added so far, as hexadecimal digits; more may be added afterwards.
  public func finalize() -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in state.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0x0F)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
