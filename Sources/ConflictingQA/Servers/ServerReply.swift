import Foundation
import TextFiles

/// What a server said about the first token of an answer.
struct ServerReply {
  /// The most likely tokens with their log-probabilities, nats.
  let tokens: [(text: String, logProbability: Double)]

  /// Reads the body of a reply of either style: `top_logprobs` as an object of tokens, or as a list of
  /// `{"token", "logprob"}` below `content`.
  ///
  /// - Throws: ``RecordProblem`` with the end of a sentence about the server.
  init(body: [UInt8]) throws {
    let value: JSONValue
    do {
      value = try JSONValue.parse(body, limits: JSONLimits(duplicateKeys: .keepLast))
    } catch {
      throw RecordProblem("sent a reply that is not JSON")
    }
    guard let choice = value["choices"]?[0] else {
      throw RecordProblem("sent a reply without \"choices\"")
    }
    guard let logprobs = choice["logprobs"], !logprobs.isNull else {
      throw RecordProblem(
        "sent no log-probabilities; start it so that it can (logprobs must be enabled)")
    }
    var tokens: [(String, Double)] = []
    if let first = logprobs["content"]?[0] {
      for entry in (first["top_logprobs"]?.array ?? []) + [first] {
        guard let text = entry["token"]?.string, let value = entry["logprob"]?.double,
          !tokens.contains(where: { $0.0 == text })
        else { continue }
        tokens.append((text, value))
      }
    } else if let first = logprobs["top_logprobs"]?[0]?.object {
      tokens = first.members.compactMap { entry in entry.value.double.map { (entry.key, $0) } }
    }
    // llama-cpp-python lists nothing when the most likely token ends the text.
    let endsAtOnce = tokens.isEmpty && choice["finish_reason"]?.string == "stop"
    guard endsAtOnce || !tokens.isEmpty, tokens.allSatisfy({ $0.1 <= 1e-3 }) else {
      throw RecordProblem("sent log-probabilities that cannot be used")
    }
    self.tokens = tokens.map { ($0.0, min($0.1, 0)) }
  }

  /// The answers' probabilities.
  ///
  /// A token counts for a word when it is the word, in any case and with any blanks or marks of a
  /// blank before it, or the first two letters or more of a word that no other word begins with. An
  /// answer without a listed token gets the largest probability it can have: that of the least likely
  /// listed token, or what the listed ones leave. Where the text ended at once every answer gets
  /// 1e-6, which is off the format.
  func probabilities(of words: AnswerWords) -> AnswerProbabilities {
    let all = [words.yes, words.no] + (words.unclear.map { [$0] } ?? [])
    let small = all.map { $0.lowercased() }
    let rest = max(1 - tokens.reduce(0) { $0 + exp($1.logProbability) }, 1e-12)
    let floor = min(tokens.map(\.logProbability).min() ?? log(1e-6), log(rest))
    let sums = small.indices.map { answer -> Double in
      let found = tokens.filter { token in
        let text = token.text.drop { $0.isWhitespace || $0 == "\u{2581}" || $0 == "\u{120}" }
          .lowercased()
        if text == small[answer] { return true }
        return text.count > 1 && small.filter { $0.hasPrefix(text) } == [small[answer]]
      }
      return found.isEmpty ? floor : min(0, logSumExp(found.map(\.logProbability)))
    }
    return AnswerProbabilities(
      logYes: sums[0], logNo: sums[1], logUnclear: sums.count > 2 ? sums[2] : nil)
  }
}
