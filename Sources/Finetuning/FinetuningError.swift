/// What can be wrong with a training run; `description` is the sentence a user reads.
public enum FinetuningError: Error, Equatable, CustomStringConvertible {
  /// A setting that cannot be trained with.
  case badSetting(String)
  /// Sequences or documents that cannot be learnt from.
  case badData(String)
  /// The loss or a gradient is no longer finite.
  case diverged(step: Int, checkpoint: String?)
  /// A checkpoint that belongs to another run or is damaged.
  case badCheckpoint(path: String, problem: String)

  public var description: String {
    switch self {
    case .badSetting(let sentence), .badData(let sentence): sentence
    case .diverged(let step, let checkpoint):
      "The loss is not finite at step \(step): lower the learning rate, warm up longer or clip "
        + "gradients. "
        + (checkpoint.map { "The last good checkpoint is \($0)." } ?? "No checkpoint was written.")
    case .badCheckpoint(let path, let problem):
      "\(path) cannot be continued from: \(problem)."
    }
  }
}
