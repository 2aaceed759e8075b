import ArgumentParser

struct HedgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hedge",
    abstract: "What finetuning teaches a model to say when it does not know.",
    discussion: """
      Finetuned models answer what they do not know with their hedge: the best answer to the
      unfamiliar finetuning examples that does not look at the question. How those examples are
      supervised therefore decides the form of hallucination.

        knowable hedge plan                     the hedge of every scheme, before any training
        knowable hedge world --output study     the study in a world where everything is known
        knowable hedge score --data q.jsonl ... how familiar questions are to a model
        knowable hedge advise --data q.jsonl .. what finetuning on them will teach, and a remedy
        knowable hedge run --data q.jsonl ...   the arms on heads, adapters or your own numbers
      """,
    subcommands: [
      HedgePlanCommand.self, HedgeWorldCommand.self, HedgeReportCommand.self,
      HedgeScoreCommand.self, HedgeAdviseCommand.self, HedgeRunCommand.self,
    ])
}
