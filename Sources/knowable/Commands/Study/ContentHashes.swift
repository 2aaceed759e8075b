import Batches
import Foundation
import Synchronization
import TensorFiles

/// Hashes of the files, folders and models that a study's options name; each is read once.
final class ContentHashes: Sendable {
  private let folder: String
  private let known = Mutex<[String: String]>([:])

  /// Relative paths are read against `folder`.
  init(folder: String) { self.folder = folder }

  /// The hash of what a value names; nil when it names nothing that is there.
  func hash(option: String, value: String) throws -> String? {
    let path = value.hasPrefix("/") ? value : "\(folder)/\(value)"
    if FileManager.default.fileExists(atPath: path) { return try hash(path) }
    guard ModelLibrary.isNamed(by: option), let model = try? ModelLibrary.resolve(value) else {
      return nil
    }
    return try hash(model)
  }

  private func hash(_ path: String) throws -> String {
    if let hash = known.withLock({ $0[path] }) { return hash }
    let hash = try computed(path)
    known.withLock { $0[path] = hash }
    return hash
  }

  /// A folder stands for its manifest, or for the names and hashes of all its files.
  private func computed(_ path: String) throws -> String {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard isFolder.boolValue else { return try ContentHash.sha256(file: path) }
    let manifest = path + "/manifest.json"
    if FileManager.default.fileExists(atPath: manifest) {
      return try ContentHash.sha256(file: manifest)
    }
    var hasher = ContentHasher()
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    where !name.hasPrefix(".") {
      hasher.update("\(name)\n\(try computed("\(path)/\(name)"))\n")
    }
    return hasher.finalize()
  }
}
