import Charts
import ConflictingQA
import TextFiles

/// What one run of a command asked and computed, and all its runs together.
struct WorkSummary {
  let counts: StoredReader.Counts
  /// What was computed; nil when the reader runs elsewhere.
  let work: EngineReader.Work?
  /// All runs that were logged, this one too; nil when none has asked anything.
  let allRuns: WorkLog.Total?

  /// For people.
  var text: String {
    let stored = "\(NumberText.count(counts.reused)) were stored"
    var text =
      counts.asked == 0
      ? "nothing asked anew, \(stored)"
      : "\(NumberText.count(counts.asked)) prompts asked, \(stored)"
    if let work, work.tokens > 0 {
      text += ", " + Self.tokens(work.computedTokens, of: work.tokens)
    }
    guard let allRuns, allRuns.prompts > counts.asked else { return text }
    text += "; all runs: \(NumberText.count(allRuns.prompts)) prompts"
    if let tokens = allRuns.tokens, let computed = allRuns.computedTokens {
      text += ", " + Self.tokens(computed, of: tokens)
    }
    return text + ", \(Decimals.duration(allRuns.seconds))"
  }

  private static func tokens(_ computed: Int, of tokens: Int) -> String {
    let share = Decimals.text(Double(computed) / Double(tokens), 3)
    return
      "\(NumberText.count(computed)) of \(NumberText.count(tokens)) tokens computed (\(share))"
  }

  /// For programs.
  var members: [(String, JSONValue)] {
    [
      ("asked", .integer(Int64(counts.asked))), ("reused", .integer(Int64(counts.reused))),
    ] + Self.members(work?.tokens, work?.computedTokens)
      + (allRuns.map { [("all_runs", Self.json($0))] } ?? [])
  }

  private static func json(_ total: WorkLog.Total) -> JSONValue {
    let facts: [(String, JSONValue)] = [
      ("prompts", .integer(Int64(total.prompts))), ("seconds", .number(total.seconds)),
    ]
    return .object(JSONObject(facts + members(total.tokens, total.computedTokens)))
  }

  private static func members(_ tokens: Int?, _ computed: Int?) -> [(String, JSONValue)] {
    guard let tokens, let computed else { return [] }
    return [
      ("tokens", .integer(Int64(tokens))), ("tokens_computed", .integer(Int64(computed))),
    ]
  }
}
