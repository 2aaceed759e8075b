/// The documents of a comparison cut into pieces that can be left out.
public struct EvidenceUnits: Sendable {
  /// What a piece is.
  public enum Grain: String, CaseIterable, Sendable {
    /// Whole documents.
    case documents
    /// Sentences.
    case sentences
    /// Words.
    case words
  }

  /// One piece.
  public struct Unit: Sendable, Equatable {
    /// The document, by its place in the comparison: 0 for the yes document, 1 for the no document.
    public var document: Int
    /// The text.
    public var text: String
  }

  /// The comparison.
  public let pair: EvidencePair
  /// The pieces, document by document.
  public let units: [Unit]

  /// Cuts both documents, or only that of `side`; the other then stays whole.
  public init(_ pair: EvidencePair, grain: Grain, side: Stance? = nil) {
    self.pair = pair
    units = [pair.yes, pair.no].enumerated().flatMap { place, document -> [Unit] in
      guard side == nil || side == document.stance else { return [] }
      let texts: [String]
      switch grain {
      case .documents: texts = [document.window]
      case .sentences: texts = EnglishText.sentences(document.window)
      case .words: texts = document.window.split(whereSeparator: \.isWhitespace).map(String.init)
      }
      return texts.map { Unit(document: place, text: $0) }
    }
  }

  /// The prompts, both orders, with only some pieces kept; a document without any is not shown.
  func prompts(keeping kept: [Bool]) -> [EvidencePrompt] {
    let texts = [pair.yes, pair.no].enumerated().map { place, document -> EvidenceDocument? in
      guard units.contains(where: { $0.document == place }) else { return document }
      let pieces = zip(units, kept).filter { $0.document == place && $1 }.map(\.0.text)
      guard !pieces.isEmpty else { return nil }
      // With nothing left out the text is shown as it is, line breaks and all.
      let isWhole = !zip(units, kept).contains { $0.document == place && !$1 }
      var shown = document
      if !isWhole { shown.window = pieces.joined(separator: " ") }
      return shown
    }
    let shown = texts.compactMap { $0 }
    return [shown, shown.reversed()].map {
      EvidencePrompt(question: pair.question, documents: $0)
    }
  }
}

/// Asks a reader about parts of a comparison, every part once.
actor PartialAnswers {
  private let units: EvidenceUnits
  private let reader: any EvidenceReader
  private var known: [[Bool]: Double] = [:]

  init(_ units: EvidenceUnits, _ reader: any EvidenceReader) {
    (self.units, self.reader) = (units, reader)
  }

  /// How many different parts were asked about.
  var asked: Int { known.count }

  /// Debiased log odds of yes with only some pieces kept, nats, a list of pieces each.
  func logits(keeping sets: [[Bool]]) async throws -> [Double] {
    var (fresh, seen) = ([[Bool]](), Set<[Bool]>())
    for set in sets where known[set] == nil && seen.insert(set).inserted { fresh.append(set) }
    for first in stride(from: 0, to: fresh.count, by: 64) {
      let part = fresh[first..<min(first + 64, fresh.count)]
      let answers = try await reader.answers(to: part.flatMap { units.prompts(keeping: $0) })
      for (place, set) in part.enumerated() {
        known[set] = (answers[2 * place].logit + answers[2 * place + 1].logit) / 2
      }
    }
    return sets.map { known[$0] ?? .nan }
  }
}
