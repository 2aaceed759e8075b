/// Which ids a world's words have: special ones, names, attributes, values, words of the grammar.
struct TokenLayout: Sendable {
  let heads: Int
  let tails: Int
  let attributes: Int
  let values: Int

  let words: Int

  private static let special = 2

  func head(_ place: Int) -> Int32 { Int32(Self.special + place) }
  func tail(_ place: Int) -> Int32 { head(heads + place) }
  func attribute(_ place: Int) -> Int32 { tail(tails + place) }
  func value(_ place: Int, of attribute: Int) -> Int32 {
    self.attribute(attributes + attribute * values + place)
  }
  func word(_ place: Int) -> Int32 { value(0, of: attributes) + Int32(place) }

  /// What a token is in a grammar: a word, or the slot that it fills; nil for special tokens.
  func symbol(of token: Int32) -> Grammar.Symbol? {
    switch token {
    case head(0)..<tail(0): .slot(.nameHead)
    case tail(0)..<attribute(0): .slot(.nameTail)
    case attribute(0)..<value(0, of: 0): .slot(.attribute)
    case value(0, of: 0)..<word(0): .slot(.value)
    case word(0)..<word(words): .word(Int(token - word(0)))
    default: nil
    }
  }
}
