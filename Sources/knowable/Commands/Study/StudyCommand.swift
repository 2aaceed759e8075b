import ArgumentParser

struct StudyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Run a YAML file of commands, with grids and seeds, and continue where it stopped.",
    discussion: """
      A study names steps. A step runs one of knowable's commands; its options stand under `with`,
      several values of one under `grid`. ${step} is the folder of another step's results, and
      ${name} a variable. Steps are known by their content: what has been computed before, in this
      study or another, is not computed again. The same command continues after a kill.

        name: bands of the pair
        seeds: [0, 1]
        steps:
          texts:
            run: world
            with: {world: world.json, documents: 200}
          pair:
            run: pair
            with: {small: small, large: large, input: "${texts}/documents.jsonl"}
            grid: {band: ["2:3", "2:4"]}

      Example: knowable study run study.yaml texts.documents=100
      """,
    subcommands: [Validate.self, Plan.self, Run.self, Status.self, Report.self, Schema.self])
}
