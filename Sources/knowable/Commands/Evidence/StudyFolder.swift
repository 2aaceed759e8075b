import ConflictingQA
import TensorFiles

/// The folder of a study, open for one command: what is answered is kept, and what it took is logged.
struct StudyFolder {
  private let path: String
  private let log: WorkLog
  private let progress: PromptProgress

  init(_ path: String, _ progress: PromptProgress) throws {
    try Folder.make(path)
    (self.path, self.progress) = (path, progress)
    log = try WorkLog(path: "\(path)/work.jsonl")
  }

  /// A reader that is asked only what the folder does not hold yet.
  func reader(
    _ reader: any EvidenceReader, step: String, answers: String = "answers.jsonl"
  ) throws -> StoredReader {
    let store = try AnswerStore(path: "\(path)/\(answers)")
    let (log, progress, identity) = (log, progress, reader.identity)
    return StoredReader(reader, store: store) { batch in
      try log.add(batch, step: step, reader: identity)
      try progress.add(batch.prompts)
    }
  }

  /// What a step asked in this run and in all.
  func work(of reader: StoredReader, step: String) throws -> WorkSummary {
    let totals = try WorkLog.totals(path: "\(path)/work.jsonl")
    return WorkSummary(
      counts: reader.counts, work: reader.work,
      allRuns: totals.first { $0.step == step && $0.reader == reader.identity })
  }
}
