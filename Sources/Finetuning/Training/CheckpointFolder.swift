import Foundation
import LanguageModels
import LinearAlgebra
import TensorFiles
import TextFiles

/// Checkpoints of one run, `step-00000500` and so on: what learns as it is published, and
/// `optimizer.safetensors` with everything else a run needs to go on to the same bits.
///
/// A checkpoint appears by renaming a finished folder, so a kill at any moment leaves a whole one;
/// older ones are removed afterwards.
struct CheckpointFolder {
  let path: String
  let tokenizer: String?

  private static let prefix = "step-"
  private static let stateFile = "optimizer.safetensors"

  /// The newest checkpoint; nil when there is none.
  func latest() throws -> (path: String, step: Int)? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    let steps = names.compactMap { name in
      name.hasPrefix(CheckpointFolder.prefix)
        ? Int(name.dropFirst(CheckpointFolder.prefix.count)) : nil
    }
    return steps.max().map { (folder(step: $0), $0) }
  }

  /// Writes the state after the optimiser's last step.
  func write(
    _ learnable: any Learnable, _ optimizer: AdamW, consumed: Int,
    _ configuration: TrainingConfiguration
  ) throws {
    let previous = try latest()
    guard previous?.step != optimizer.steps else { return }
    let final = folder(step: optimizer.steps)
    let partial = "\(path)/.partial"
    try? FileManager.default.removeItem(atPath: partial)
    try Folder.make(partial)
    do {
      try learnable.write(to: partial, tokenizer: tokenizer)
      try SafetensorsWriter.write(
        path: "\(partial)/\(CheckpointFolder.stateFile)",
        tensors: [entry("mean", optimizer.means), entry("square", optimizer.squares)],
        metadata: [
          ("step", "\(optimizer.steps)"), ("consumed", "\(consumed)"),
          ("settings", settings(configuration)),
        ])
      try FileManager.default.moveItem(atPath: partial, toPath: final)
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw error
    }
    if let previous { try FileManager.default.removeItem(atPath: previous.path) }
  }

  /// Puts a checkpoint's numbers back; returns how many sequences the run had taken by then.
  func restore(
    _ found: (path: String, step: Int), _ learnable: any Learnable, _ optimizer: AdamW,
    _ configuration: TrainingConfiguration
  ) throws -> Int {
    let file = try SafetensorsFile(path: "\(found.path)/\(CheckpointFolder.stateFile)")
    func problem(_ text: String) -> FinetuningError {
      .badCheckpoint(path: found.path, problem: text)
    }
    guard file.metadata["settings"] == settings(configuration) else {
      throw problem(
        "it was written with other settings; use the same ones, or another folder to start anew")
    }
    guard let step = file.metadata["step"].flatMap({ Int($0) }), step == found.step,
      let consumed = file.metadata["consumed"].flatMap({ Int($0) })
    else { throw problem("its optimizer.safetensors does not say how far it was") }
    for (name, buffer) in [("mean", optimizer.means), ("square", optimizer.squares)] {
      let tensor = try file.tensor(name)
      guard tensor.count == buffer.count else { throw problem("its model has another size") }
      try tensor.readFloats(rows: 0..<tensor.rows, into: buffer.elements)
    }
    try learnable.restore(from: found.path)
    optimizer.steps = step
    return consumed
  }

  private func folder(step: Int) -> String {
    let digits = String(step)
    let zeros = String(repeating: "0", count: max(0, 8 - digits.count))
    return "\(path)/\(CheckpointFolder.prefix)\(zeros)\(digits)"
  }

  private func entry(_ name: String, _ buffer: AlignedBuffer) -> SafetensorsEntry {
    SafetensorsEntry(name: name, type: .float32, shape: [buffer.count]) { sink in
      try sink.write(floats: UnsafeBufferPointer(buffer.elements), as: .float32)
    }
  }

  /// Everything that the numbers depend on, as text.
  private func settings(_ configuration: TrainingConfiguration) -> String {
    var same = configuration
    // How often something is looked at or saved changes nothing.
    same.validationInterval = nil
    same.checkpointInterval = nil
    return "\(same)"
  }
}
