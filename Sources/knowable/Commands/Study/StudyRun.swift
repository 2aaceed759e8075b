import ArgumentParser
import Batches
import Catalog
import Foundation
import TensorFiles
import TextFiles

extension StudyCommand {
  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run what is not there yet; the same command continues.",
      discussion: """
        Steps that do not wait for each other run side by side, as many as --jobs and --memory
        allow. A step that fails stops those that wait for it, not the others; the exit code is 1
        then. Each step's results are in a folder of its own, and beside it under the same name
        .result.json (what the command printed), .log.txt and .step.json (its command line, version
        and key).

        Example: knowable study run study.yaml pair.band=2:4 --jobs 2
        """)

    @OptionGroup var options: StudyOptions

    @Option(help: "Most steps at work together.")
    var jobs = 1

    @Option(help: "Memory that steps at work may set aside together, such as 8GB.")
    var memory = "8GB"

    @OptionGroup var common: CommonOptions

    func validate() throws {
      if jobs < 1 { throw ValidationError("--jobs must be at least 1.") }
      if MemorySize(memory) == nil {
        throw ValidationError("--memory is a size such as 8GB, not \(memory).")
      }
    }

    func run() async throws {
      let study = try options.study()
      let plan = try options.plan(study)
      let record = StudyRecord(study: study, plan: plan)
      record.begin()
      let runner = StudyRunner(
        study: study, plan: plan, store: options.store, record: record.id, jobs: jobs,
        memory: MemorySize(memory)?.bytes ?? 0, common: common)
      let outcome: StudyRunner.Outcome
      do {
        outcome = try await runner.run()
      } catch {
        record.finish(.interrupted)
        throw error
      }
      record.finish(outcome.failed.isEmpty ? .done : .failed)
      if common.json { common.print(outcome.json) }
      common.remark(
        "\(study.name): \(outcome.done.count) run, \(outcome.reused.count) were there, "
          + "\(outcome.failed.count) failed, \(outcome.skipped.count) could not begin.")
      if !outcome.failed.isEmpty { throw ExitCode(1) }
    }
  }
}

/// The study's own line in the catalog: one for the same plan, whatever happened on the way.
struct StudyRecord {
  /// The run's id.
  let id: String
  private let run: RunRecord
  private let catalog: Catalog?

  init(study: StudyFile, plan: StudyPlan) {
    let digest = plan.steps.map { $0.key.prefix(16) }.joined()
    id = "study-\(ContentHash.sha256(Array(digest.utf8)).prefix(16))"
    run = RunRecord(
      here: id, command: "study run", arguments: ["knowable", "study", "run", study.path],
      configuration: JSONObject([
        ("name", .string(study.name)),
        ("steps", .array(plan.steps.map { .string($0.id) })),
        ("keys", .array(plan.steps.map { .string($0.key) })),
      ]))
    catalog = RunRecorder.path.flatMap { try? Catalog(path: $0) }
  }

  func begin() { try? catalog?.begin(run) }

  func finish(_ status: RunStatus) {
    try? catalog?.finish(
      id,
      RunOutcome(
        status: status, exitCode: status == .done ? 0 : status == .failed ? 1 : 130,
        endedAt: RunRecord.now()))
  }
}
