import ArgumentParser
import Batches
import Calibration
import Catalog
import ConflictingQA
import Embeddings
import Finetuning
import Foundation
import HedgedPrediction
import LanguageModels
import Probes
import TensorFiles
import TextFiles
import Worlds

/// How a run ends, from the error that ended it.
enum ExitStatus {
  case help
  case usage
  case interrupted
  case badInput(String)
  case failed(String)
  /// A command that has said everything itself and asks for an exit code.
  case ended(Int32)

  /// The exit code.
  var code: Int32 {
    switch self {
    case .help: 0
    case .failed: 1
    case .usage: 2
    case .badInput: 3
    case .interrupted: 130
    case .ended(let code): code
    }
  }

  /// What the user reads, but for help and usage.
  var sentence: String? {
    switch self {
    case .help, .usage, .ended: nil
    case .interrupted: "Interrupted. What was finished is kept; the same command continues."
    case .badInput(let sentence), .failed(let sentence): "knowable: \(sentence)"
    }
  }

  /// Whether the user stopped the run.
  var isInterruption: Bool { if case .interrupted = self { true } else { false } }

  init(of error: any Error) {
    switch error {
    case let exit as ExitCode:
      self = .ended(exit.rawValue)
    case is Interrupted, is CancellationError:
      self = .interrupted
    case let failure as CommandFailure:
      self = .failed(failure.description)
    case let input as BadInput:
      self = .badInput(input.description)
    case let sentence as any Error & CustomStringConvertible where Self.isAboutInput(error):
      self = .badInput(sentence.description)
    default:
      switch Knowable.exitCode(for: error) {
      case .success: self = .help
      case .validationFailure: self = .usage
      default: self = .failed("\(error)")
      }
    }
  }

  /// Errors of the libraries are about the files and settings they were given, except where the
  /// system refused to write.
  private static func isAboutInput(_ error: any Error) -> Bool {
    if case TensorFilesError.unwritable = error { return false }
    if case ConflictingQAError.serverFailed = error { return false }
    return error is TensorFilesError || error is TextFilesError || error is LanguageModelsError
      || error is TokenizerError || error is ChatTemplateError
      || error is EmbeddingsError || error is CalibrationError || error is ProbesError
      || error is WorldsError || error is FinetuningError || error is ConflictingQAError
      || error is HedgedPredictionError || error is CatalogError || error is BatchesError
  }
}

/// Something in the user's files or settings is wrong.
struct BadInput: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Something outside the user's input went wrong.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
