import Catalog
import Foundation

/// What earlier runs of a command took, from the catalog.
struct RunHistory {
  private let catalog = RunRecorder.existing

  /// Seconds of the latest run that ended well.
  func seconds(_ command: String) -> Double? {
    guard let run = latest(command), let ended = run.endedAt.flatMap(date),
      let began = date(run.startedAt)
    else { return nil }
    return ended.timeIntervalSince(began)
  }

  /// Bytes that run wrote.
  func bytes(_ command: String) -> Int? {
    guard let run = latest(command), let artifacts = try? catalog?.artifacts(of: run.id) else {
      return nil
    }
    return artifacts.filter { $0.role == .output }.map(\.bytes).reduce(0, +)
  }

  private func latest(_ command: String) -> RunRecord? {
    try? catalog?.runs(RunFilter(command: command, status: .done, limit: 1)).first
  }

  private func date(_ text: String) -> Date? {
    try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text)
  }
}

/// The recorded runs of steps, by key.
struct StudyRuns {
  private let catalog = RunRecorder.existing

  subscript(key: String) -> RunRecord? { try? catalog?.run(StudyParent.runID(ofStep: key)) }
}
