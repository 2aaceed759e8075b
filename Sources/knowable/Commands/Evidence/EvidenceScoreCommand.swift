import ArgumentParser
import ConflictingQA
import Statistics
import Synchronization
import TensorFiles
import TextFiles

struct EvidenceScoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Ask a reader about every pair of opposed documents, in both orders.",
    discussion: """
      Writes OUTPUT/answers.jsonl, one answer a prompt, synced batch by batch: a run that was killed
      goes on where it stopped, and nothing is asked twice. Then OUTPUT/scores.jsonl, which
      `knowable evidence analyse` reads. The plan is printed first.

      Example: knowable evidence score --data evidence.jsonl --model smollm2-135m-instruct \\
        --output study --limit 200
      """)

  @OptionGroup var reader: EvidenceReaderOptions
  @OptionGroup var study: EvidenceStudyOptions

  @OptionGroup var format: EvidenceFormatOptions

  @OptionGroup var intervals: IntervalOptions

  @OptionGroup var common: CommonOptions

  func run() async throws {
    common.apply()
    let evidence = try study.evidence()
    let reader = try reader.open()
    let progress = PromptProgress(quiet: common.quiet)
    let folder = try StudyFolder(study.output, progress)
    let stored = try folder.reader(reader, step: "score")
    let plan = try ScoringPlan(evidence, reader: stored, options: study.plan)
    common.remark(PlanSummary(plan: plan, reader: reader, tokensPerSecond: nil).text)
    progress.begin(total: plan.cost.prompts)
    let scores = try await plan.run(stored)
    let work = try folder.work(of: stored, step: "score")
    progress.finish("\(study.output): \(work.text)")
    try ScoreFile.write([scores], to: study.scoresPath)
    let summary = ScoreSummary(
      scores: scores, policy: format.policy,
      resamples: intervals.resamples, seed: common.seed, work: work, seconds: progress.elapsed)
    common.show(summary.json, text: summary.text)
  }
}

/// Progress that comes from the batches of a reader or a writer.
final class PromptProgress: Sendable {
  private struct State {
    var line: ProgressLine
    var done = 0
  }

  private let name: String
  private let unit: String
  private let quiet: Bool
  private let state: Mutex<State>

  init(_ name: String = "Asking:", unit: String = "prompts", quiet: Bool) {
    (self.name, self.unit, self.quiet) = (name, unit, quiet)
    state = Mutex(State(line: ProgressLine(name, unit: unit, quiet: quiet)))
  }

  var elapsed: Double { state.withLock { $0.line.elapsed } }

  /// Starts the clock.
  func begin(total: Int) {
    let line = ProgressLine(name, unit: unit, total: total, quiet: quiet)
    state.withLock { $0 = State(line: line) }
  }

  /// - Throws: ``Interrupted`` once Ctrl-C was pressed.
  func add(_ prompts: Int) throws {
    state.withLock { state in
      state.done += prompts
      state.line.show(state.done)
    }
    try Interruption.check()
  }

  func finish(_ text: String) { state.withLock { $0.line.finish(text) } }
}
