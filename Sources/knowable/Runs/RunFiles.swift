import Batches
import Catalog
import Foundation
import TextFiles

/// The files that a command's options name: what it reads, and what it writes.
struct RunFiles {
  /// Options that name something to write.
  private static let outputs = StudyPlan.outputOptions

  private let named: [(name: String, path: String)]

  init(_ options: ResolvedOptions) {
    named = options.values.members.flatMap { key, value -> [(name: String, path: String)] in
      let texts = value.string.map { [$0] } ?? (value.array ?? []).compactMap(\.string)
      return texts.filter { !$0.isEmpty }.map { (key, $0) }
    }
  }

  /// Hashes what the command is about to read.
  func inputs(_ catalog: Catalog) throws -> [Artifact] {
    try named.filter { !Self.outputs.contains($0.name) }.flatMap { option in
      let isModel = ModelLibrary.isNamed(by: option.name)
      let path = isModel ? (try? ModelLibrary.resolve(option.path)) ?? option.path : option.path
      return try artifacts(catalog, isModel ? .model : .input, option.name, path)
    }
  }

  /// Hashes what the command has written.
  func outputs(_ catalog: Catalog) throws -> [Artifact] {
    try named.filter { Self.outputs.contains($0.name) }.flatMap {
      try artifacts(catalog, .output, $0.name, $0.path)
    }
  }

  /// A file, or the files of a folder. A folder with a manifest stands by its manifest, which holds
  /// the hashes of the rest.
  private func artifacts(
    _ catalog: Catalog, _ role: Artifact.Role, _ name: String, _ path: String
  ) throws -> [Artifact] {
    let place = URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else { return [] }
    guard isFolder.boolValue else {
      return [try catalog.artifact(role, name: name, path: place)]
    }
    let manifest = place.hasSuffix("/") ? place + "manifest.json" : place + "/manifest.json"
    if FileManager.default.fileExists(atPath: manifest) {
      return [try catalog.artifact(role, name: name, path: manifest)]
    }
    let entries = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
    return try entries.filter { !$0.hasPrefix(".") }.flatMap {
      try artifacts(catalog, role, name, (place.hasSuffix("/") ? place : place + "/") + $0)
    }
  }
}
