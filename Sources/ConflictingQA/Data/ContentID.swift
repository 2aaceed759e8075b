import TensorFiles

/// Ids that depend on content alone, so that the same row has the same id in every file.
enum ContentID {
  /// The first 16 hexadecimal digits of the SHA-256 of the parts, each ended by a zero byte.
  static func make(_ parts: [String]) -> String {
    var hasher = ContentHasher()
    for part in parts {
      hasher.update(part)
      hasher.update([0])
    }
    return String(hasher.finalize().prefix(16))
  }
}
