import Testing

@testable import Embeddings

@Suite struct WindowTests {
  @Test func shortDocumentsAreOneWindow() {
    let windows = Window.cut(count: 8, context: 8, stride: 4, beginsWithSpecial: true)
    #expect(windows == [Window(content: 0..<8, scored: 0..<8, repeatsFirstToken: false)])
    #expect(Window.cut(count: 0, context: 8, stride: 4, beginsWithSpecial: false).isEmpty)
  }

  @Test(
    arguments: [(3, 1), (5, 1), (5, 3), (8, 2), (8, 6)], [false, true])
  func everyPositionIsScoredOnceWithItsNextToken(sizes: (Int, Int), special: Bool) {
    let (context, stride) = sizes
    for count in 1...40 {
      let windows = Window.cut(
        count: count, context: context, stride: stride, beginsWithSpecial: special)
      #expect(windows.flatMap { Array($0.scored) } == Array(0..<count))
      for (index, window) in windows.enumerated() {
        #expect(window.length <= context)
        #expect(window.scoredRows.lowerBound >= 0)
        // Every scored position but the document's last has its next token in the window.
        let isLast = index == windows.count - 1
        #expect(window.scored.upperBound == window.content.upperBound - (isLast ? 0 : 1))
        #expect(window.scoredRows.upperBound == window.length - (isLast ? 0 : 1))
      }
    }
  }

  @Test func laterWindowsKeepTheirContext() {
    let windows = Window.cut(count: 100, context: 20, stride: 5, beginsWithSpecial: false)
    for window in windows.dropFirst() {
      #expect(window.scored.lowerBound - window.content.lowerBound >= 20 - 5 - 1)
    }
  }

  @Test func theSpecialTokenLeadsEveryWindow() {
    let windows = Window.cut(count: 30, context: 10, stride: 4, beginsWithSpecial: true)
    #expect(!windows[0].repeatsFirstToken)
    #expect(windows.dropFirst().allSatisfy { $0.repeatsFirstToken && $0.content.lowerBound > 0 })
  }
}
