import TextFiles

/// Rewrites from a file of JSON lines: `{"document", "rewrite", "text"}`.
public struct RecordedRewriter: Rewriter {
  private struct Key: Hashable {
    let document: String
    let rewrite: String
  }

  public let identity: String
  private let texts: [Key: String]

  /// Reads the file; a later line replaces an earlier one.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` and `TextFilesError`.
  public init(path: String) throws {
    var lines = try JSONLines(path: path)
    var texts: [Key: String] = [:]
    while let (line, value) = try lines.next() {
      guard let document = value["document"]?.string, let rewrite = value["rewrite"]?.string,
        let text = value["text"]
      else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "a rewrite has \"document\", \"rewrite\" and \"text\"")
      }
      texts[Key(document: document, rewrite: rewrite)] = text.string
    }
    self.texts = texts
    identity = "rewrites of \(path.split(separator: "/").last ?? "")"
  }

  public func rewrite(_ requests: [RewriteRequest]) async throws -> [String?] {
    requests.map { texts[Key(document: $0.documentID, rewrite: $0.rewriteID)] }
  }
}
