/// The most likely continuation of a sequence, token by token.
public struct GreedyContinuation: Sendable {
  /// Why a continuation ends.
  public enum Ending: String, Sendable, Equatable {
    /// Its last token is one of those to stop at.
    case stopToken = "stop_token"
    /// It has as many tokens as were asked for.
    case length
    /// The model's context is full.
    case context
  }

  /// The new tokens, a stop token included.
  public let tokens: [Int32]
  /// Why there are no more.
  public let ending: Ending
  /// Everything but the last new token, ready to be continued by it.
  public let cache: KeyValueCache
}

extension Runtime {
  /// Continues sequences with the most likely token at each step, of equals the lower id.
  ///
  /// Sequence i follows the tokens of `parents[i]`. All sequences advance together, so weights are
  /// read once a step; one that ends leaves the batch. Results are those of full passes over ever
  /// longer sequences, at the cost of one token a step. Throws as `run(_:after:request:)` does;
  /// traps unless `maximumTokens` is positive.
  public func continueGreedily(
    _ batch: TokenBatch, after parents: [KeyValueCache?], until stopTokens: Set<Int32>,
    maximumTokens: Int
  ) throws -> [GreedyContinuation] {
    precondition(maximumTokens > 0, "A continuation has at least one token.")
    let request = ForwardRequest(statistics: true, topK: 1, rows: .last)
    var step = try run(batch, after: parents, request: request, keepingCache: true)
    var tokens = [[Int32]](repeating: [], count: batch.count)
    var finished = [GreedyContinuation?](repeating: nil, count: batch.count)
    var active = Array(0..<batch.count)
    while true {
      var unfinished: [(sequence: Int, cache: KeyValueCache, token: Int32)] = []
      let chosen = step.output.statistics?.topTokens ?? []
      for (place, sequence) in active.enumerated() {
        let (cache, token) = (step.caches[place], chosen[place])
        tokens[sequence].append(token)
        let ending: GreedyContinuation.Ending? =
          if stopTokens.contains(token) {
            .stopToken
          } else if tokens[sequence].count == maximumTokens {
            .length
          } else if cache.count == model.configuration.contextLength {
            .context
          } else { nil }
        if let ending {
          finished[sequence] = GreedyContinuation(
            tokens: tokens[sequence], ending: ending, cache: cache)
        } else {
          unfinished.append((sequence, cache, token))
        }
      }
      guard !unfinished.isEmpty else { return finished.compactMap { $0 } }
      active = unfinished.map(\.sequence)
      step = try run(
        TokenBatch(unfinished.map { [$0.token] }), after: unfinished.map(\.cache),
        request: request, keepingCache: true)
    }
  }
}
