import Statistics
import TextFiles

/// Where sequences to learn from come from: a list that is gone through again and again in a seeded
/// order, or an endless series.
public struct SequenceSource: Sendable {
  /// Sequences of one pass; nil for an endless series.
  public let count: Int?
  private let sequence: @Sendable (Int) throws -> TrainingSequence

  /// A list, shuffled anew for every pass.
  public init(_ sequences: [TrainingSequence]) {
    count = sequences.count
    sequence = { sequences[$0] }
  }

  /// `count` sequences that are made when they are needed; the same number gives the same sequence.
  public init(count: Int, _ sequence: @escaping @Sendable (Int) throws -> TrainingSequence) {
    self.count = count
    self.sequence = sequence
  }

  /// An endless series in its own order, from number 0.
  public init(endless sequence: @escaping @Sendable (Int) throws -> TrainingSequence) {
    count = nil
    self.sequence = sequence
  }

  /// One sequence a document, attention inside each.
  public init(documents: [[Int32]]) {
    self.init(documents.map { TrainingSequence(tokens: $0) })
  }

  /// All documents end to end, `separator` after each, cut into sequences of `length` tokens; a
  /// shorter rest becomes the last sequence.
  public init(stream documents: [[Int32]], length: Int, separator: Int32? = nil) {
    let tokens = documents.flatMap { separator.map($0.appending) ?? $0 }
    let starts = stride(from: 0, to: tokens.count, by: max(1, length))
    self.init(
      starts.map { TrainingSequence(tokens: Array(tokens[$0..<min(tokens.count, $0 + length)])) })
  }

  /// Reads documents from JSON lines with a member `tokens`, an array of token ids.
  public static func documents(jsonLines path: String) throws -> [[Int32]] {
    var lines = try JSONLines(path: path)
    var documents: [[Int32]] = []
    while let (line, value) = try lines.next() {
      let ids = value["tokens"]?.array?.map { $0.int.flatMap(Int32.init(exactly:)) }
      guard let ids, !ids.isEmpty, !ids.contains(nil) else {
        throw FinetuningError.badData(
          "\(path), line \(line): expected \"tokens\" with at least one token id; make them with the "
            + "model's tokenizer.")
      }
      documents.append(ids.compactMap { $0 })
    }
    guard !documents.isEmpty else {
      throw FinetuningError.badData("\(path) holds no documents.")
    }
    return documents
  }

  /// The sequence at a place of the whole run: pass `place / count` is shuffled by its number.
  func sequence(at place: Int, order: inout PassOrder) throws -> TrainingSequence {
    guard let count else { return try sequence(place) }
    return try sequence(order.index(place, count: count))
  }
}

/// The seeded order of a list's passes.
struct PassOrder {
  private let generator: RandomGenerator
  private var pass: Int?
  private var permutation: [Int] = []

  init(_ generator: RandomGenerator) { self.generator = generator }

  mutating func index(_ place: Int, count: Int) -> Int {
    let (pass, index) = place.quotientAndRemainder(dividingBy: count)
    if pass != self.pass {
      var stream = generator.child(pass)
      permutation = stream.permutation(count)
      self.pass = pass
    }
    return permutation[index]
  }
}

extension [Int32] {
  fileprivate func appending(_ token: Int32) -> [Int32] { self + [token] }
}
