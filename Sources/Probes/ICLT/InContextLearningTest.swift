public import LanguageModels
import LinearAlgebra
import Statistics

/// The In-Context Learning Test of Ahdritz et al. (2024): is a model's uncertainty at a position
/// epistemic or aleatoric, without labels and without a larger model?
///
/// The context c is shown with a possible next token (a hint) and then repeated. A model that lacks
/// knowledge believes hints and copies them, so that the entropy after some hint collapses; one that
/// knows the outcome to be open stays with its own distribution.
///
/// A document is run once up to its last position; every item continues that cache where its own
/// context ends, so the first c of k prompts and of all positions of a document costs one pass. The
/// repetitions, k · |c| tokens an item, differ in what they attend to and are computed each, in
/// batches over hints and items: half of the tokens of full passes, and no fewer, since everything
/// after a hint depends on it. Memory does not grow with the number of items: the cache of the
/// documents in work, one batch and the logits of at most 64 hints (or of one item's).
public final class InContextLearningTest {
  /// How a run went.
  public struct Summary: Sendable, Equatable {
    /// Results given.
    public var items = 0
    /// Positions left out because their prompts exceed the context.
    public var overlong = 0
    /// How readily the model copied its hints.
    public var copyRate = ICLTCopyRate()
  }

  /// What is run.
  public let settings: ICLTSettings
  private let model: LanguageModel
  private let runtime: Runtime

  /// A test of a model; throws when a setting is outside its range.
  public init(_ model: LanguageModel, _ settings: ICLTSettings) throws {
    try settings.validate()
    self.settings = settings
    self.model = model
    runtime = model.makeRuntime()
  }

  /// Tests the positions of documents one after the other, and gives each result as soon as it is
  /// known, in order.
  ///
  /// `progress` receives the number of results so far after every batch. Results do not depend on
  /// batches or threads. Throws for a position outside its document or inside its opening, for a
  /// prompt longer than the context (unless those are skipped), for tokens the model does not know,
  /// and whatever `give` throws.
  public func run(
    _ documents: some Sequence<ICLTDocument>, progress: (Int) -> Void = { _ in },
    give: (ICLTResult) throws -> Void
  ) throws -> Summary {
    var summary = Summary()
    var waiting: [ICLTItem] = []
    func flush() throws {
      for result in try results(waiting) {
        summary.items += 1
        summary.copyRate.add(result)
        try give(result)
      }
      waiting = []
      progress(summary.items)
    }
    for document in documents {
      for item in try items(document, overlong: &summary.overlong) {
        waiting.append(item)
        let tokens = waiting.reduce(0) { $0 + $1.context.count } * settings.candidates.count
        let hints = (waiting.count + 1) * settings.candidates.count
        if tokens >= settings.tokensPerBatch || hints > InContextLearningTest.hintsAtOnce {
          try flush()
        }
      }
    }
    if !waiting.isEmpty { try flush() }
    return summary
  }

  /// Hints whose logits exist at once, those of one item at the least.
  private static let hintsAtOnce = 64

  /// The positions of a document, each with its part of one cache.
  private func items(_ document: ICLTDocument, overlong: inout Int) throws -> [ICLTItem] {
    let layout = settings.layout
    let opened = layout.isOpened(document.tokens)
    let body = opened ? Array(document.tokens.dropFirst(layout.opening.count)) : document.tokens
    var lengths: [(position: Int, context: Int)] = []
    for position in document.positions {
      guard document.tokens.indices.contains(position) else {
        throw ProbesError.badOption(
          "Document \(document.id) has \(document.tokens.count) tokens and no position \(position)."
        )
      }
      let context = position + 1 - (opened ? layout.opening.count : 0)
      guard context > 0 else {
        throw ProbesError.badOption(
          "Position \(position) of document \(document.id) belongs to the opening of the prompt; "
            + "there is no context to repeat.")
      }
      let prompt = layout.length(context: context, hint: settings.longestHint)
      if prompt <= model.configuration.contextLength {
        lengths.append((position, context))
      } else if settings.skipsOverlongItems {
        overlong += 1
      } else {
        throw ProbesError.badOption(
          "Position \(position) of document \(document.id) needs a prompt of \(prompt) tokens (its "
            + "context twice, a hint and separators), but the model's context is "
            + "\(model.configuration.contextLength); leave such positions out, or skip them.")
      }
    }
    guard let longest = lengths.map(\.context).max() else { return [] }
    let cache = try runtime.run(
      TokenBatch([layout.opening + body[..<longest]]), after: [nil], request: ForwardRequest(),
      keepingCache: true
    ).caches[0]
    return lengths.map { position, context in
      ICLTItem(
        document: document.id, position: position, context: Array(body[..<context]),
        cache: cache.prefix(layout.opening.count + context))
    }
  }

  private func results(_ items: [ICLTItem]) throws -> [ICLTResult] {
    let before = try distributions(before: items)
    let candidates = before.map { $0.candidates(settings.candidates) }
    let hints = try controlled(hints(items, candidates.map { $0.map(\.token) }), items)
    let after = try distributions(after: hints, items)
    let places = Dictionary(grouping: hints.indices) { hints[$0].item }
    return try parallelMap(items.count) { index in
      let own = places[index] ?? []
      let probabilities = zip(candidates[index], own).map(\.0.probability)
      return ICLTResult(
        document: items[index].document, position: items[index].position,
        originalEntropy: before[index].entropy, hints: own.map { hints[$0].tokens },
        probabilities: probabilities,
        scores: ICLTScores(
          tokens: own.map { hints[$0].tokens[0] }, probabilities: probabilities,
          after: own.map { after[$0] }))
    }
  }

  /// p of each item: its last token once more, after the cache of all before it.
  private func distributions(before items: [ICLTItem]) throws -> [NextTokenDistribution] {
    try distributions(
      items.map { Array($0.context.suffix(1)) },
      after: items.map { $0.cache.count > 1 ? $0.cache.prefix($0.cache.count - 1) : nil })
  }

  /// Candidates as hints, continued where that is asked for.
  private func hints(_ items: [ICLTItem], _ candidates: [[Int32]]) throws -> [ICLTHint] {
    var hints = items.indices.flatMap { item in
      candidates[item].map { token in
        ICLTHint(item: item, tokens: [token], cache: items[item].cache, rest: [token])
      }
    }
    guard let continuation = settings.continuation else { return hints }
    let open = hints.indices.filter { !continuation.stopTokens.contains(hints[$0].tokens[0]) }
    guard !open.isEmpty else { return hints }
    let continued = try runtime.continueGreedily(
      TokenBatch(open.map { hints[$0].tokens }), after: open.map { hints[$0].cache },
      until: continuation.stopTokens, maximumTokens: continuation.maximumTokens)
    for (place, more) in zip(open, continued) {
      hints[place] = ICLTHint(
        item: hints[place].item, tokens: hints[place].tokens + more.tokens, cache: more.cache,
        rest: more.tokens.suffix(1))
    }
    return hints
  }

  /// The hints of the control in place of the real ones, where there is one.
  private func controlled(_ hints: [ICLTHint], _ items: [ICLTItem]) throws -> [ICLTHint] {
    guard let control = settings.control else { return hints }
    let random = RandomGenerator(seed: settings.seed).child("iclt")
    return try items.enumerated().flatMap { index, item in
      try control.hints(
        like: hints.filter { $0.item == index }.map(\.tokens), document: item.document,
        vocabularySize: model.configuration.vocabularySize,
        random.child(item.document).child(item.position)
      ).map { ICLTHint(item: index, tokens: $0, cache: item.cache, rest: $0[...]) }
    }
  }

  /// q of each hint: the rest of its prompt after its cache.
  private func distributions(
    after hints: [ICLTHint], _ items: [ICLTItem]
  ) throws -> [NextTokenDistribution] {
    try distributions(
      hints.map { $0.rest + settings.layout.repetition(of: items[$0.item].context) },
      after: hints.map(\.cache))
  }

  /// The distribution at the end of every sequence, in batches of limited size.
  private func distributions(
    _ sequences: [[Int32]], after caches: [KeyValueCache?]
  ) throws -> [NextTokenDistribution] {
    var result: [NextTokenDistribution] = []
    while result.count < sequences.count {
      let first = result.count
      var (end, tokens) = (first, 0)
      repeat {
        tokens += sequences[end].count
        end += 1
      } while end < sequences.count && tokens + sequences[end].count <= settings.tokensPerBatch
      let logits = try runtime.run(
        TokenBatch(Array(sequences[first..<end])), after: Array(caches[first..<end]),
        request: ForwardRequest(logits: true, rows: .last)
      ).output.logits
      guard let logits else { break }
      result += (0..<logits.rows).map { NextTokenDistribution(logits.row($0)) }
    }
    return result
  }
}
