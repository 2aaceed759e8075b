import Foundation
import Synchronization

/// A small HTTP server on 127.0.0.1 for tests: one thread accepts, one thread a connection answers.
public final class LoopbackServer: Sendable {
  /// What a handler sees.
  public struct Request: Sendable {
    /// The first line, such as `POST /v1/completions HTTP/1.1`.
    public let line: String
    /// Header lines, names in small letters.
    public let headers: [String: String]
    /// The body as text.
    public let body: String
    /// How many requests came before.
    public let number: Int
  }

  /// What a handler answers; a status of 0 closes the connection without a word.
  public struct Reply: Sendable {
    public var status: Int
    public var headers: [String]
    public var body: String
    /// Seconds to wait first.
    public var delay: Double

    public init(status: Int = 200, headers: [String] = [], body: String, delay: Double = 0) {
      (self.status, self.headers, self.body, self.delay) = (status, headers, body, delay)
    }
  }

  /// Where it listens, such as `http://127.0.0.1:40123`.
  public let address: String
  private let listener: Int32
  private let count = Mutex(0)

  /// Starts listening on a free port.
  public init(_ handler: @escaping @Sendable (Request) -> Reply) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isListening = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, size) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, generic, &size) == 0
      }
    }
    guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0, let number = self?.nextNumber() else { return }
        Thread.detachNewThread { Self.serve(connection, number, handler) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// How many requests came.
  public var requests: Int { count.withLock { $0 } }

  private func nextNumber() -> Int {
    count.withLock { count in
      defer { count += 1 }
      return count
    }
  }

  private static func serve(
    _ connection: Int32, _ number: Int, _ handler: (Request) -> Reply
  ) {
    defer { close(connection) }
    guard let request = read(connection, number) else { return }
    let reply = handler(request)
    if reply.delay > 0 { Thread.sleep(forTimeInterval: reply.delay) }
    guard reply.status > 0 else { return }
    let head =
      ["HTTP/1.1 \(reply.status) Reply", "Content-Length: \(reply.body.utf8.count)"]
      + reply.headers + ["Connection: close", "", ""]
    var bytes = Array((head.joined(separator: "\r\n") + reply.body).utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return }
      bytes = bytes.dropFirst(sent)
    }
  }

  private static func read(_ connection: Int32, _ number: Int) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var headers: [String: String] = [:]
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { continue }
      let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        headers[parts[0].lowercased()] = parts.last?.trimmingCharacters(in: .whitespaces)
      }
      let body = text[end.upperBound...]
      guard body.utf8.count >= headers["content-length"].flatMap({ Int($0) }) ?? 0 else { continue }
      return Request(line: lines[0], headers: headers, body: String(body), number: number)
    }
  }
}
