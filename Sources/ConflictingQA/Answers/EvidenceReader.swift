/// Something that answers yes/no questions about documents: a model of ours, a server, recorded
/// answers, or a synthetic reader whose preferences are known.
public protocol EvidenceReader: Sendable {
  /// Names the reader and everything that decides its answers (model fingerprint, template,
  /// precision): part of the hash under which answers are kept.
  var identity: String { get }

  /// The answers to some prompts, in their order. The same prompt always gets the same answer,
  /// whatever stands beside it.
  func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities]
}
