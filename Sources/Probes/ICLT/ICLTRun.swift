public import LanguageModels

/// What is shown to the model: its own candidates, or hints that say nothing.
public enum ICLTHints: String, Sendable, CaseIterable {
  /// The model's own candidates: the test.
  case own
  /// Tokens drawn from the vocabulary: a control.
  case randomTokens = "random_tokens"
  /// Spans of another document: a control.
  case otherDocument = "other_document"

  /// The kind in words.
  public var name: String {
    switch self {
    case .own: "own hints"
    case .randomTokens: "random tokens as hints"
    case .otherDocument: "hints from another document"
    }
  }
}

/// The test and its controls at the same positions with one layout.
public struct ICLTRun: Sendable {
  /// The layout in words, such as the name of its separator.
  public let name: String
  /// Results by kind of hints, each in the order of documents and positions.
  public let results: [ICLTHints: [ICLTResult]]
  /// Positions left out because their prompts exceed the context.
  public let overlong: Int

  /// Runs a model over the positions of some documents, once for each kind of hints.
  ///
  /// Hints from another document come from `documents` themselves. `progress` receives how many of
  /// the `kinds.count` × positions results are there.
  /// - Throws: as ``InContextLearningTest/run(_:progress:give:)``; whatever `progress` throws.
  public init(
    _ model: LanguageModel, _ settings: ICLTSettings, name: String, documents: [ICLTDocument],
    kinds: [ICLTHints] = ICLTHints.allCases, progress: (Int) throws -> Void = { _ in }
  ) throws {
    let donors = documents.map { ICLTDonor(id: $0.id, tokens: $0.tokens) }
    var results: [ICLTHints: [ICLTResult]] = [:]
    var (done, overlong) = (0, 0)
    for kind in kinds {
      var settings = settings
      switch kind {
      case .own: settings.control = nil
      case .randomTokens: settings.control = .randomTokens
      case .otherDocument: settings.control = .otherDocument(donors: donors)
      }
      var own: [ICLTResult] = []
      let summary = try InContextLearningTest(model, settings).run(documents) { result in
        own.append(result)
        try progress(done + own.count)
      }
      done += own.count
      overlong = summary.overlong
      results[kind] = own
    }
    self.name = name
    self.results = results
    self.overlong = overlong
  }

  /// How readily the model copied the hints of a kind, with the aleatoric positions told apart where
  /// labels say.
  public func copyRate(_ kind: ICLTHints, labels: ICLTLabels? = nil) -> ICLTCopyRate {
    var rate = ICLTCopyRate()
    for result in results[kind] ?? [] {
      let isAleatoric = labels?.judged[result.place]
      if labels == nil || isAleatoric != nil { rate.add(result, isAleatoric: isAleatoric) }
    }
    return rate
  }
}

extension ICLTResult {
  /// Where the result belongs.
  public var place: ICLTPlace { ICLTPlace(document: document, position: position) }
}
