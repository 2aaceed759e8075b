import Foundation

/// Standard output and standard error. Only the command line prints.
enum Terminal {
  /// Whether standard output is a terminal that wants colour.
  static let outputHasColour =
    isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
  /// Whether standard error is a terminal, where a progress line may be redrawn.
  static let errorIsTerminal = isatty(2) == 1

  static func write(_ text: String) { emit(text, to: 1) }

  static func writeError(_ text: String) { emit(text, to: 2) }

  /// A pipe that its reader has closed (`| head`) ends the output quietly.
  private static func emit(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { exit(descriptor == 1 && errno == EPIPE ? 0 : 1) }
      bytes = bytes.dropFirst(written)
    }
  }
}

#if canImport(Darwin)
  private let systemWrite = Darwin.write
#else
  private let systemWrite = Glibc.write
#endif
