/// A rewrite that is asked of a language model or looked up.
public struct RewriteRequest: Sendable, Hashable {
  /// The document.
  public var documentID: String
  /// The id of the rewrite.
  public var rewriteID: String
  /// The text that is to be rewritten.
  public var text: String
  /// What is asked: instruction and text in one.
  public var prompt: String

  /// A request.
  public init(documentID: String, rewriteID: String, text: String, prompt: String) {
    (self.documentID, self.rewriteID) = (documentID, rewriteID)
    (self.text, self.prompt) = (text, prompt)
  }
}

/// Something that rewrites texts: a language model, best not the one under study, or a file of what one
/// wrote before.
public protocol Rewriter: Sendable {
  /// Names the rewriter and everything that decides its texts.
  var identity: String { get }

  /// The texts, in the order of the requests; nil where there is none.
  func rewrite(_ requests: [RewriteRequest]) async throws -> [String?]
}
