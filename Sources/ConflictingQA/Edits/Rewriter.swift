import TextFiles

/// A rewrite that is asked of a language model or looked up.
public struct RewriteRequest: Sendable, Hashable {
  /// The document.
  public var documentID: String
  /// The id of the rewrite.
  public var rewriteID: String
  /// What is asked: instruction and text in one.
  public var prompt: String

  /// A request.
  public init(documentID: String, rewriteID: String, prompt: String) {
    (self.documentID, self.rewriteID, self.prompt) = (documentID, rewriteID, prompt)
  }
}

/// Something that rewrites texts: a language model that is not the one under study, or a file of what
/// one wrote before.
public protocol Rewriter: Sendable {
  /// Names the rewriter and everything that decides its texts.
  var identity: String { get }

  /// The texts, in the order of the requests; nil where there is none.
  func rewrite(_ requests: [RewriteRequest]) async throws -> [String?]
}

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
        let text = value["text"]?.string
      else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "a rewrite has \"document\", \"rewrite\" and \"text\"")
      }
      texts[Key(document: document, rewrite: rewrite)] = text
    }
    self.texts = texts
    identity = "rewrites of \(path.split(separator: "/").last ?? "")"
  }

  public func rewrite(_ requests: [RewriteRequest]) async throws -> [String?] {
    requests.map { texts[Key(document: $0.documentID, rewrite: $0.rewriteID)] }
  }
}
