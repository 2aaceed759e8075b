import Probes
import Testing

/// Prompts token by token, for every layout. BOS 1, EOS 2, newline 3, period 4.
@Suite struct ICLTLayoutTests {
  static let tokens = ICLTTokens(
    beginningOfText: 1, endOfText: 2, newline: 3, period: 4)

  static let variants: [(ICLTVariant, [Int32])] = [
    (.llamaRelease, [1, 10, 11, 20, 21, 2, 1, 10, 11]),
    (.pythiaRelease, [2, 10, 11, 20, 21, 4, 2, 10, 11]),
    (.llamaJanuary, [1, 10, 11, 20, 21, 1, 10, 11]),
    (.pythiaJanuary, [10, 11, 20, 21, 10, 11]),
    (.wikidata, [1, 10, 11, 20, 21, 10, 11]),
  ]

  @Test(arguments: variants)
  func everyVariant(_ variant: ICLTVariant, _ prompt: [Int32]) throws {
    let layout = try ICLTLayout(variant, ICLTLayoutTests.tokens)
    #expect(layout.prompt(context: [10, 11], hint: [20, 21]) == prompt)
  }

  static let separators: [(ICLTSeparator, [Int32])] = [
    (.none, []), (.beginningOfText, [1]), (.endOfText, [2]), (.endAndBeginningOfText, [2, 1]),
    (.newline, [3]),
  ]

  @Test(arguments: separators)
  func everySeparator(_ separator: ICLTSeparator, _ between: [Int32]) throws {
    let layout = try ICLTLayout(separator, ICLTLayoutTests.tokens)
    #expect(
      layout.prompt(context: [10, 11], hint: [20]) == [1, 10, 11, 20] + between + [10, 11])
    var unopened = ICLTLayoutTests.tokens
    unopened.beginningOfText = nil
    switch separator {
    case .beginningOfText, .endAndBeginningOfText:
      #expect(throws: ProbesError.self) { try ICLTLayout(separator, unopened) }
    case .none, .endOfText, .newline:
      let layout = try ICLTLayout(separator, unopened)
      #expect(layout.prompt(context: [10], hint: [20]) == [10, 20] + between + [10])
    }
  }

  @Test func tokensOfChatsDoNotOpenTexts() throws {
    var tokens = ICLTLayoutTests.tokens
    tokens.opensTexts = false
    let layout = try ICLTLayout(.beginningOfText, tokens)
    #expect(layout.prompt(context: [10], hint: [20]) == [10, 20, 1, 10])
    let variant = try ICLTLayout(.llamaRelease, tokens)
    #expect(variant.prompt(context: [10], hint: [20]) == [1, 10, 20, 2, 1, 10])
  }

  @Test func everyCaseIsTested() {
    #expect(ICLTLayoutTests.variants.map(\.0) == ICLTVariant.allCases)
    #expect(ICLTLayoutTests.separators.map(\.0) == ICLTSeparator.allCases)
  }

  @Test func aMissingTokenIsNamed() {
    let error = #expect(throws: ProbesError.self) {
      try ICLTLayout(.newline, ICLTTokens(beginningOfText: 1))
    }
    #expect(
      error?.description
        == "This layout needs a line break, which the model does not have; choose another "
        + "separator.")
  }
}
