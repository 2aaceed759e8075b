import ArgumentParser
import Batches
import Catalog
import TextFiles

extension StudyCommand {
  struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a study without running anything.",
      discussion: "Example: knowable study validate study.yaml")

    @OptionGroup var options: StudyOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      let study = try options.study()
      common.remark("\(study.name): \(study.steps.count) steps, no mistake found.")
      if common.json {
        common.print(["name": .string(study.name), "steps": .integer(Int64(study.steps.count))])
      }
    }
  }

  struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what would run and what is there already.",
      discussion: """
        Tokens are those of the documents a step reads, each counted once: counted with the step's
        own tokenizer, or "about" when a part of the text, or its bytes, stand for the whole. Time
        and disk are those of the latest run of the same command in this folder's catalog. What is
        not known is left empty. Example: knowable study plan study.yaml
        """)

    @OptionGroup var options: StudyOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      let study = try options.study()
      let plan = try options.plan(study)
      let store = options.store
      let history = RunHistory()
      func tokens(_ step: PlannedStep) -> TokenEstimate? {
        TokenEstimate(step.arguments(in: store, studyFolder: study.folder))
      }
      if common.json {
        return common.print(
          .array(
            plan.steps.map { step in
              let tokens = tokens(step)
              return [
                "id": .string(step.id), "command": .string(step.command),
                "key": .string(step.key), "done": .bool(store.isDone(step.key)),
                "after": .array(step.dependencies.map(JSONValue.string)),
                "arguments": .array(
                  step.arguments(in: store, studyFolder: study.folder).map(JSONValue.string)),
                "tokens": tokens.map { .integer(Int64($0.count)) } ?? .null,
                "tokens_are_exact": tokens.map { .bool($0.isExact) } ?? .null,
                "estimated_seconds": history.seconds(step.command).map(JSONValue.number) ?? .null,
                "estimated_bytes": history.bytes(step.command).map { .integer(Int64($0)) } ?? .null,
              ]
            }))
      }
      var table = TextTable([
        ("step", .left), ("command", .left), ("", .left), ("tokens", .right), ("time", .right),
        ("disk", .right), ("key", .left),
      ])
      for step in plan.steps {
        let isDone = store.isDone(step.key)
        table.add([
          step.id, step.command, isDone ? "is there" : "will run",
          isDone ? "" : tokens(step)?.text ?? "",
          isDone ? "" : history.seconds(step.command).map(Decimals.duration) ?? "",
          isDone ? "" : history.bytes(step.command).map(Decimals.bytes) ?? "",
          String(step.key.prefix(12)),
        ])
      }
      Terminal.write(table.text)
      let waiting = plan.steps.count { !store.isDone($0.key) }
      Terminal.write("\(plan.steps.count) runs: \(waiting) to do.\n")
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show how far a study is.",
      discussion: "Example: knowable study status study.yaml")

    @OptionGroup var options: StudyOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      let plan = try options.plan(try options.study())
      let records = StudyRuns()
      var table = TextTable([("step", .left), ("state", .left), ("", .left)])
      var states: [JSONValue] = []
      for step in plan.steps {
        let record = records[step.key]
        let state =
          options.store.isDone(step.key)
          ? "done" : record.map { $0.status == .done ? "lost" : $0.shownStatus } ?? "waiting"
        table.add([step.id, state, record?.message ?? ""])
        states.append([
          "id": .string(step.id), "key": .string(step.key), "state": .string(state),
          "message": record?.message.map(JSONValue.string) ?? .null,
          "folder": .string(options.store.folder(of: step.key)),
        ])
      }
      if common.json { common.print(.array(states)) } else { Terminal.write(table.text) }
    }
  }

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the JSON Schema of study files, for editors.",
      discussion: "Example: knowable study schema > study.schema.json")

    func run() throws {
      Terminal.write(StudySchema.schema(StudyOptions.commands).serialized() + "\n")
    }
  }
}
