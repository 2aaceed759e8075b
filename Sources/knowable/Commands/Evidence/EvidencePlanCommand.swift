import ArgumentParser
import ConflictingQA
import Foundation
import TensorFiles
import TextFiles

struct EvidencePlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say what scoring would cost, without asking anything.",
    discussion: """
      Counts prompts and their tokens, read whole and with shared beginnings computed once; what the
      output folder already holds is left out. The time comes from a short trial.

      Templates built in: documents, pages, brief, question-first, no-or-yes. A template file is text
      with the slots {question}, {choices} and, at its end, {answer}; {documents}...{/documents} is
      repeated with {number}, {title}, {url}, {text}; {evidence}...{/evidence} stands only with
      documents, {closed-book}...{/closed-book} only without; {turn} ends the user's turn.

      Example: knowable evidence plan --data evidence.jsonl --model smollm2-135m-instruct \\
        --output study
      """)

  @OptionGroup var reader: EvidenceReaderOptions
  @OptionGroup var study: EvidenceStudyOptions

  @Option(help: "Speed to reckon with; measured by a short trial unless given.")
  var tokensPerSecond: Double?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    common.apply()
    let evidence = try study.evidence()
    try Folder.make(study.output)
    let reader = try reader.open()
    let store = try AnswerStore(path: study.answersPath)
    let plan = try ScoringPlan(
      evidence, reader: StoredReader(reader, store: store), options: study.plan)
    var speed = tokensPerSecond
    if speed == nil { speed = try await Self.trialSpeed(reader, plan) }
    let summary = PlanSummary(plan: plan, reader: reader, tokensPerSecond: speed)
    common.show(summary.json, text: summary.text)
  }

  /// Tokens a second on some prompts of the first question; nil for readers that compute nothing.
  private static func trialSpeed(
    _ reader: any EvidenceReader, _ plan: ScoringPlan
  ) async throws -> Double? {
    guard let engine = reader as? EngineReader, let unit = plan.units.first else { return nil }
    let prompts = Array(unit.prompts.suffix(4))
    _ = try await engine.answers(to: Array(prompts.prefix(1)))
    let before = engine.work.computedTokens
    let start = ContinuousClock.now
    _ = try await engine.answers(to: prompts)
    return Double(engine.work.computedTokens - before)
      / ((ContinuousClock.now - start) / .seconds(1))
  }
}

/// What a plan costs, for people and as JSON.
struct PlanSummary {
  let plan: ScoringPlan
  let reader: any EvidenceReader
  let tokensPerSecond: Double?

  private var seconds: Double? { tokensPerSecond.map { Double(plan.cost.computedTokens) / $0 } }

  private var memory: Int? {
    (reader as? EngineReader).map {
      $0.weightBytes + $0.cacheBytes(longestPrompt: plan.cost.longestPrompt)
    }
  }

  var text: String {
    var table = TextTable([("reader", .left), (reader.identity, .left)])
    table.add(["questions", "\(plan.units.count) (\(plan.leftOut) left out)"])
    table.add(["pairs", "\(plan.pairs), each in both orders"])
    table.add(["prompts", "\(plan.prompts), \(plan.prompts - plan.cost.prompts) of them stored"])
    table.add(["tokens read whole", String(plan.cost.tokens)])
    let share = Decimals.text(plan.cost.computedShare, 3)
    table.add(["tokens computed", "\(plan.cost.computedTokens) (\(share))"])
    if plan.cost.longestPrompt > 0 {
      table.add(["longest prompt", "\(plan.cost.longestPrompt) tokens"])
    }
    if let seconds, let tokensPerSecond {
      table.add([
        "time",
        "about \(Decimals.duration(seconds)) at \(Decimals.text(tokensPerSecond, 0)) tokens/s",
      ])
    }
    if let memory { table.add(["memory", "about \(Decimals.bytes(memory))"]) }
    return table.text
  }

  var json: JSONValue {
    func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }
    return [
      "reader": .string(reader.identity), "questions": count(plan.units.count),
      "questions_left_out": count(plan.leftOut), "pairs": count(plan.pairs),
      "prompts": count(plan.prompts), "prompts_stored": count(plan.prompts - plan.cost.prompts),
      "tokens": count(plan.cost.tokens), "tokens_computed": count(plan.cost.computedTokens),
      "computed_share": .number(plan.cost.computedShare),
      "longest_prompt": count(plan.cost.longestPrompt),
      "tokens_per_second": tokensPerSecond.map(JSONValue.number) ?? .null,
      "seconds": seconds.map(JSONValue.number) ?? .null,
      "memory_bytes": memory.map(count) ?? .null,
    ]
  }
}
