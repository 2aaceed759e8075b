import Batches
import TextFiles

extension FuzzTarget {
  /// What `study validate` and `study plan` do: the input is the file, a line of ---, and one
  /// change of the command line a line.
  static let study = FuzzTarget(name: "study") { bytes in
    let parts = Scratch.parts(bytes, count: 2).map { String(decoding: $0, as: UTF8.self) }
    var study = try StudyFile(text: parts[0], path: "study.yaml", commands: commands)
    let changes = parts[1].split(separator: "\n").map(String.init)
    try study.apply(overrides: changes, commands: commands)
    let plan = try StudyPlan(
      study,
      StudyPlan.Context(version: "1", commands: commands, limit: 3) { option, value in
        option == "input" ? value : nil
      })
    let store = StepStore(path: "/steps")
    for step in plan.steps {
      precondition(!step.arguments(in: store, studyFolder: "/dev/null").isEmpty)
    }
  }

  private static let commands = [
    CommandDescription(
      name: "world",
      options: [.init(name: "documents"), .init(name: "output"), .init(name: "seed")]),
    CommandDescription(
      name: "evidence score",
      options: [
        .init(name: "input"), .init(name: "band", isRepeating: true), .init(name: "output"),
        .init(name: "limit"), .init(name: "balance", values: ["none", "token"]),
        .init(name: "verbose", isFlag: true),
      ]),
  ]
}
