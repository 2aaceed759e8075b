import ArgumentParser

/// Studies of which evidence a model believes.
struct EvidenceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Study which of two disagreeing documents a model believes.",
    discussion: """
      The way of a study:

        knowable evidence import --input documents.csv --output evidence.jsonl
        knowable evidence audit --data evidence.jsonl
        knowable evidence plan --data evidence.jsonl --model smollm2-135m-instruct --output study
        knowable evidence score --data evidence.jsonl --model smollm2-135m-instruct --output study
        knowable evidence analyse --data evidence.jsonl --study study
        knowable evidence edit --data evidence.jsonl --model smollm2-135m-instruct --output study
        knowable evidence judge --data evidence.jsonl --claims-judge gemma-3-270m --output study
        knowable evidence flip --data evidence.jsonl --model smollm2-135m-instruct --output study
        knowable evidence majority --data evidence.jsonl --model smollm2-135m-instruct --output study
        knowable evidence report --data evidence.jsonl --study study
      """,
    subcommands: [
      EvidenceImportCommand.self, EvidenceAuditCommand.self, EvidencePlanCommand.self,
      EvidenceScoreCommand.self, EvidenceAnalyseCommand.self, EvidenceEditCommand.self,
      EvidenceJudgeCommand.self, EvidenceFlipCommand.self, EvidenceMajorityCommand.self,
      EvidenceReportCommand.self,
    ])
}
