import Foundation

/// Files in memory for readers that take a path.
enum Scratch {
  /// A folder of this process alone, removed when it ends well.
  static let folder: String = {
    let path = "/dev/shm/knowable-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    mkdir(path, 0o700)
    atexit { try? FileManager.default.removeItem(atPath: Scratch.folder) }
    return path
  }()

  /// Puts bytes into a file of the folder and gives its path.
  static func write(_ bytes: some Collection<UInt8>, to name: String) -> String {
    let path = "\(folder)/\(name)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(descriptor >= 0, "cannot write \(path)")
    defer { close(descriptor) }
    let bytes = Array(bytes)
    precondition(Glibc.write(descriptor, bytes, bytes.count) == bytes.count, "\(path) is full")
    return path
  }

  /// The parts of an input that stands for several files: they are divided by lines of `---`.
  static func parts(_ bytes: [UInt8], count: Int) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    let mark = Array("\n---\n".utf8)
    while parts.count < count - 1, let end = rest.firstRange(of: mark) {
      parts.append(rest[..<end.lowerBound])
      rest = rest[end.upperBound...]
    }
    parts.append(rest)
    return parts + Array(repeating: [][...], count: count - parts.count)
  }
}
