/// What prompts have in common from their beginning, so that it is computed once.
///
/// A node holds the tokens that all prompts below it share after its parent's; a leaf holds the rest
/// of one prompt (or of several equal ones). Stretches shorter than `PromptTree.shortest` are not
/// worth a node of their own.
struct PromptTree {
  struct Node {
    /// A prompt that has the tokens.
    let prompt: Int
    /// Where the tokens stand in it.
    let range: Range<Int>
    /// What follows; empty for a leaf.
    let children: [Node]
    /// The prompts that end with a leaf.
    let prompts: [Int]
  }

  /// Fewest shared tokens that make a node: below, computing them again costs less than the smaller
  /// batches that come of keeping them.
  static let shortest = 16

  let roots: [Node]
  /// Tokens of all nodes.
  let computedTokens: Int

  /// The tree of some prompts, none empty, of which everything before `start` is known already. With
  /// `sharing` false every prompt is a leaf. O(tokens log prompts).
  init(_ prompts: [[Int32]], indices: [Int], start: Int, sharing: Bool = true) {
    let sorted = indices.sorted { a, b in
      let (x, y) = (prompts[a], prompts[b])
      return x == y ? a < b : x.lexicographicallyPrecedes(y)
    }
    var builder = Builder(prompts: prompts, sharing: sharing)
    roots = builder.nodes(sorted[...], after: start)
    computedTokens = builder.tokens
  }

  private struct Builder {
    let prompts: [[Int32]]
    let sharing: Bool
    var tokens = 0

    /// Nodes of prompts that share their first `depth` tokens at least.
    mutating func nodes(_ sorted: ArraySlice<Int>, after depth: Int) -> [Node] {
      guard let first = sorted.first, let last = sorted.last else { return [] }
      let (low, high) = (prompts[first], prompts[last])
      guard sharing else { return sorted.flatMap { leaves([$0], after: depth) } }
      if low == high { return leaves(sorted, after: depth) }
      // The last token is never shared: there the answer is read.
      let limit = min(low.count, high.count) - 1
      var shared = depth
      while shared < limit, low[shared] == high[shared] { shared += 1 }
      guard shared - depth >= PromptTree.shortest else {
        return split(sorted, at: shared).flatMap { nodes($0, after: depth) }
      }
      let children = split(sorted, at: shared).flatMap { nodes($0, after: shared) }
      tokens += shared - depth
      return [Node(prompt: first, range: depth..<shared, children: children, prompts: [])]
    }

    private mutating func leaves(_ same: ArraySlice<Int>, after depth: Int) -> [Node] {
      let first = same[same.startIndex]
      let range = depth..<prompts[first].count
      tokens += range.count
      return [Node(prompt: first, range: range, children: [], prompts: Array(same))]
    }

    /// Prompts grouped by their token at `place`; one that ends there stands first, alone.
    private func split(_ sorted: ArraySlice<Int>, at place: Int) -> [ArraySlice<Int>] {
      var groups: [ArraySlice<Int>] = []
      var from = sorted.startIndex
      for position in sorted.indices.dropFirst() {
        let (before, here) = (prompts[sorted[position - 1]], prompts[sorted[position]])
        let isSame =
          before == here
          || before.count > place + 1 && here.count > place + 1 && before[place] == here[place]
        if isSame { continue }
        groups.append(sorted[from..<position])
        from = position
      }
      return groups + [sorted[from...]]
    }
  }
}
