import LanguageModels

/// A runtime with what it has computed; used by one task at a time.
struct EngineState: ~Copyable {
  private let runtime: Runtime
  private var beginning: KeyValueCache?
  private(set) var work = EngineReader.Work()

  init(runtime: sending Runtime) { self.runtime = runtime }

  /// Log-probabilities of the chosen tokens after each sequence.
  mutating func run(
    _ sequences: [[Int32]], _ trees: (known: PromptTree, fresh: PromptTree), beginning: [Int32],
    batchTokens: Int, chosen: [Int32]
  ) throws -> [[Double]] {
    var results = [[Double]](repeating: [], count: sequences.count)
    if !trees.known.roots.isEmpty, self.beginning == nil {
      self.beginning = try runtime.run(
        TokenBatch([beginning]), after: [nil], request: ForwardRequest(rows: .last),
        keepingCache: true
      ).caches.first
      work.computedTokens += beginning.count
    }
    let pass = TreePass(sequences: sequences, batchTokens: batchTokens, chosen: chosen)
    try pass.run(trees.known.roots.map { ($0, self.beginning) }, on: runtime, into: &results)
    try pass.run(trees.fresh.roots.map { ($0, nil) }, on: runtime, into: &results)
    work.prompts += sequences.count
    work.tokens += sequences.reduce(0) { $0 + $1.count }
    work.computedTokens += trees.known.computedTokens + trees.fresh.computedTokens
    return results
  }
}

/// Runs the nodes of a prompt tree, parents before children, a batch at a time.
private struct TreePass {
  let sequences: [[Int32]]
  let batchTokens: Int
  let chosen: [Int32]

  typealias Step = (node: PromptTree.Node, parent: KeyValueCache?)

  /// Depth first, so that few caches live at once.
  func run(_ steps: [Step], on runtime: Runtime, into results: inout [[Double]]) throws {
    for batch in batches(steps.filter { $0.node.children.isEmpty }) {
      let request = ForwardRequest(
        chosenTokens: batch.map { _ in chosen }, rows: .last)
      let output = try runtime.run(tokens(batch), after: batch.map(\.parent), request: request)
      for (step, logits) in zip(batch, output.output.chosenLogits ?? []) {
        for prompt in step.node.prompts { results[prompt] = logits.logProbabilities }
      }
    }
    for batch in batches(steps.filter { !$0.node.children.isEmpty }) {
      let caches = try runtime.run(
        tokens(batch), after: batch.map(\.parent), request: ForwardRequest(rows: .last),
        keepingCache: true
      ).caches
      let children = zip(batch, caches).flatMap { step, cache in
        step.node.children.map { ($0, KeyValueCache?.some(cache)) }
      }
      try run(children, on: runtime, into: &results)
    }
  }

  private func tokens(_ batch: [Step]) -> TokenBatch {
    TokenBatch(batch.map { Array(sequences[$0.node.prompt][$0.node.range]) })
  }

  private func batches(_ steps: [Step]) -> [[Step]] {
    var batches: [[Step]] = []
    var tokens = 0
    for step in steps {
      let count = step.node.range.count
      if batches.isEmpty || tokens + count > batchTokens {
        batches.append([])
        tokens = 0
      }
      batches[batches.count - 1].append(step)
      tokens += count
    }
    return batches
  }
}
