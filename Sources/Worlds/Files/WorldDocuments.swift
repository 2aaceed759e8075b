import TensorFiles
import TextFiles

/// Writes documents of a world and the truth about them as JSON lines, one at a time.
public struct WorldDocuments<Source: World>: Sendable {
  /// Where the documents come from.
  public let world: Source
  /// Their stream.
  public let stream: WorldStream
  /// Tokens a document, the beginning-of-text token included.
  public let length: Int

  /// Documents of `length` tokens of a stream; traps unless the length is positive.
  public init(_ world: Source, _ stream: WorldStream, length: Int) {
    precondition(length > 0, "a document needs at least one token")
    self.world = world
    self.stream = stream
    self.length = length
  }

  /// The id of a document: stream and number.
  public func id(_ index: Int) -> String { "\(stream.name)-\(index)" }

  /// Writes `{"id","text","tokens"}` of documents 0 ..< `count`; the text is without the
  /// beginning-of-text token, which the tokenizer adds.
  public func writeDocuments(_ count: Int, to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      for index in 0..<count {
        let tokens = world.document(index, of: stream, length: length).tokens
        let line: JSONValue = [
          "id": .string(id(index)), "text": .string(world.vocabulary.text(of: tokens)),
          "tokens": .array(tokens.map { .integer(Int64($0)) }),
        ]
        try sink.write(line: line)
      }
    }
  }

  /// Writes the truth about documents 0 ..< `count`, see ``DocumentTruth/json(id:familiarity:ideal:)``;
  /// with `familiarity` also the entropy of an ideal learner, who knows what training stated.
  public func writeTruth(
    _ count: Int, familiarity: Familiarity? = nil, to path: String
  ) throws {
    let knowledge = familiarity?.knowledge()
    try AtomicFile.write(path: path) { sink in
      for index in 0..<count {
        let tokens = world.document(index, of: stream, length: length).tokens
        let truth = try world.truth(of: tokens, in: stream)
        let ideal = try knowledge.map { try world.truth(of: tokens, in: stream, knowing: $0) }
        let line = truth.json(id: id(index), familiarity: familiarity, ideal: ideal)
        try sink.write(line: line)
      }
    }
  }
}

extension World {
  /// Writes documents 0 ..< `count` of a stream and the truth about them into a folder, as
  /// `documents.jsonl` and `truth.jsonl`; see ``WorldDocuments``.
  public func write(
    _ count: Int, of stream: WorldStream, length: Int, familiarity: Familiarity? = nil,
    to folder: String
  ) throws {
    try Folder.make(folder)
    let documents = WorldDocuments(self, stream, length: length)
    try documents.writeDocuments(count, to: "\(folder)/documents.jsonl")
    try documents.writeTruth(count, familiarity: familiarity, to: "\(folder)/truth.jsonl")
  }
}
