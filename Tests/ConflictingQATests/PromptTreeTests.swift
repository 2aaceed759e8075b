@testable import ConflictingQA
import Testing

@Suite struct PromptTreeTests {
  /// Tokens of every prompt put together again from the tree's nodes.
  private func paths(_ nodes: [PromptTree.Node], _ prompts: [[Int32]], _ before: [Int32])
    -> [Int: [Int32]]
  {
    nodes.reduce(into: [:]) { found, node in
      let here = before + prompts[node.prompt][node.range]
      #expect(node.range.lowerBound == before.count && !node.range.isEmpty)
      for prompt in node.prompts { found[prompt] = here }
      found.merge(paths(node.children, prompts, here)) { $1 }
    }
  }

  private func tokens(_ nodes: [PromptTree.Node]) -> Int {
    nodes.reduce(0) { $0 + $1.range.count + tokens($1.children) }
  }

  @Test func everyPromptIsWholeInTheTree() {
    let head = (0..<20).map { Int32($0) }
    let a = head + (100..<130).map { Int32($0) }
    let b = head + (200..<220).map { Int32($0) }
    let tail: [Int32] = [7, 8]
    let prompts = [
      a + b + tail, a + tail, a + [1] + b + tail, b + a + tail, b + tail, a + b + tail, head,
      head + [100], [5],
    ]
    let tree = PromptTree(prompts, indices: Array(prompts.indices), start: 0)
    let found = paths(tree.roots, prompts, [])
    #expect(prompts.indices.allSatisfy { found[$0] == prompts[$0] })
    #expect(tokens(tree.roots) == tree.computedTokens)
    #expect(tree.computedTokens < prompts.reduce(0) { $0 + $1.count } * 7 / 10)
  }

  @Test func withoutSharingEveryPromptIsALeaf() {
    let prompts = [[Int32]](repeating: (0..<40).map { Int32($0) }, count: 2) + [[1, 2, 3]]
    let tree = PromptTree(prompts, indices: [0, 1, 2], start: 0, sharing: false)
    #expect(tree.roots.map(\.prompts) == [[0], [1], [2]])
    #expect(tree.computedTokens == 83)
  }
}
