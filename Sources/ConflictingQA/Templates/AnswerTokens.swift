import Foundation

/// The tokens with which each answer may begin after a prompt.
///
/// A way of writing an answer counts when its whole word is one token. Where a tokenizer has no such
/// token for an answer, the first tokens of its longer spellings count, unless they could also begin
/// another answer.
public struct AnswerTokens: Sendable, Equatable {
  /// Tokens that begin a yes.
  public let yes: [Int32]
  /// Tokens that begin a no.
  public let no: [Int32]
  /// Tokens that begin the third answer; empty when none is offered.
  public let unclear: [Int32]

  /// Finds the tokens of the answers to prompts that end as `prompt` does.
  ///
  /// - Parameter encode: Tokens of a text as the prompts are encoded.
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` when an answer has no token of its own.
  init(words: AnswerWords, after prompt: String, encode: (String) -> [Int32]) throws {
    let start = encode(prompt)
    /// What follows the prompt's own tokens; nil when the variant would change those.
    func continuation(_ variant: String) -> [Int32]? {
      let whole = encode(prompt + variant)
      guard whole.count > start.count, whole.starts(with: start) else { return nil }
      return Array(whole.dropFirst(start.count))
    }
    let answers = [words.yes, words.no] + (words.unclear.map { [$0] } ?? [])
    let spellings = answers.map { AnswerWords.variants(of: $0).compactMap(continuation) }
    let tokens = spellings.indices.map { answer -> [Int32] in
      let whole = Set(spellings[answer].filter { $0.count == 1 }.map { $0[0] })
      if !whole.isEmpty { return whole.sorted() }
      let others = spellings.indices.filter { $0 != answer }.flatMap { spellings[$0] }.map { $0[0] }
      return Set(spellings[answer].map { $0[0] }).subtracting(others).sorted()
    }
    if let missing = tokens.firstIndex(where: \.isEmpty) {
      throw ConflictingQAError.badSetting(
        "The tokenizer has no token that can begin the answer \"\(answers[missing])\" and no other: "
          + "choose other answer words.")
    }
    yes = tokens[0]
    no = tokens[1]
    unclear = tokens.count > 2 ? tokens[2] : []
  }

  /// All tokens: yes, no, then the third answer.
  var all: [Int32] { yes + no + unclear }

  /// Sums log-probabilities of `all` by answer.
  func probabilities(_ logProbabilities: [Double]) -> AnswerProbabilities {
    let yesEnd = yes.count
    let noEnd = yesEnd + no.count
    return AnswerProbabilities(
      logYes: logSumExp(logProbabilities[..<yesEnd]),
      logNo: logSumExp(logProbabilities[yesEnd..<noEnd]),
      logUnclear: unclear.isEmpty ? nil : logSumExp(logProbabilities[noEnd...]))
  }
}

/// ln of the sum of exponentials, without overflow.
func logSumExp(_ values: some Collection<Double>) -> Double {
  guard let largest = values.max(), largest > -.infinity else { return -.infinity }
  return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
}
