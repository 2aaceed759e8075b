import Foundation

/// Folders that commands write to.
enum Folder {
  /// Makes a folder and those above it, where they are missing.
  static func make(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("Cannot create the folder \(path): \(error.localizedDescription)")
    }
  }
}
