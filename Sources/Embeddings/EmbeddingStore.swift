import Foundation
public import LinearAlgebra
import TensorFiles
import TextFiles

/// A finished store, mapped for reading.
///
/// Nothing is read before it is asked for, so a store larger than memory is read tap by tap.
public final class EmbeddingStore: Sendable {
  /// The store's folder.
  public let path: String
  /// The manifest.
  public let manifest: StoreManifest

  /// Opens a store.
  ///
  /// - Throws: ``EmbeddingsError/badStore(path:problem:)`` when the folder is not a store, was not
  ///   finished, or lacks a shard.
  public init(path: String) throws {
    let file = path + "/manifest.json"
    guard FileManager.default.fileExists(atPath: file) else {
      throw EmbeddingsError.badStore(path: path, problem: "it has no manifest.json")
    }
    let manifest = try StoreManifest(json: JSONValue.load(path: file), path: path)
    guard manifest.isComplete else {
      throw EmbeddingsError.badStore(
        path: path,
        problem:
          "the run that writes it has not finished; the same `knowable embed` command continues it")
    }
    self.path = path
    self.manifest = manifest
  }

  /// Compares every file with the SHA-256 of the manifest. Reads the whole store.
  ///
  /// - Throws: ``EmbeddingsError/badStore(path:problem:)`` naming the first file that differs.
  public func verify() throws { try manifest.verifyFiles(in: path) }

  /// All documents in input order, those without tokens included.
  public func documents() throws -> [StoredDocument] {
    try manifest.shards.flatMap { try StoredDocument.load(path: "\(path)/\($0.documentsFile)") }
  }

  /// The hidden states at the last token of each document that has tokens; documents × width.
  ///
  /// - Throws: ``EmbeddingsError/notInStore(path:what:available:)`` for an unknown tap.
  public func lastRows(ofTap tap: String) throws -> Matrix<Float> {
    try gather(tap) { try self.lastRows(of: $0, rows: $1.rows) }
  }

  /// The hidden states of some rows, numbered over the whole store in rising order; rows × width.
  ///
  /// - Throws: ``EmbeddingsError/notInStore(path:what:available:)`` for an unknown tap.
  public func rows(_ rows: [Int], ofTap tap: String) throws -> Matrix<Float> {
    precondition(
      zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 }
        && (rows.last ?? 0) < max(1, manifest.rows),
      "Rows of a store are asked for in rising order.")
    var start = 0
    var next = 0
    return try gather(tap) { _, shard in
      let end = start + shard.rows
      let first = next
      while next < rows.count, rows[next] < end { next += 1 }
      defer { start = end }
      return rows[first..<next].map { $0 - start }
    }
  }

  /// The rows of a tap that `choose` names in each shard.
  private func gather(
    _ tap: String, _ choose: (SafetensorsFile, StoreManifest.Shard) throws -> [Int]
  ) throws -> Matrix<Float> {
    try checkTap(tap)
    let width = manifest.model.width
    var elements: [Float] = []
    for shard in manifest.shards where shard.rows > 0 {
      let file = try SafetensorsFile(path: "\(path)/\(shard.file)")
      let values = try tensor("tap.\(tap)", in: file, shape: [shard.rows, width])
      let chosen = try choose(file, shard)
      let start = elements.count
      elements.append(contentsOf: repeatElement(0, count: chosen.count * width))
      try elements.withUnsafeMutableBufferPointer { buffer in
        for (index, row) in chosen.enumerated() {
          let place = start + index * width
          try values.readFloats(
            rows: row..<row + 1,
            into: UnsafeMutableBufferPointer(rebasing: buffer[place..<place + width]))
        }
      }
    }
    return Matrix(rows: elements.count / max(1, width), columns: width, elements: elements)
  }

  private func checkTap(_ tap: String) throws {
    guard manifest.settings.taps.contains(tap) else {
      throw EmbeddingsError.notInStore(
        path: path, what: "tap \(tap)", available: manifest.settings.taps)
    }
  }

  /// Rows of a shard that end their document.
  private func lastRows(of file: SafetensorsFile, rows: Int) throws -> [Int] {
    let document = try tensor("document", in: file, shape: [rows]).int32s()
    return (0..<rows).filter { $0 + 1 == rows || document[$0] != document[$0 + 1] }
  }

  func tensor(
    _ name: String, in file: SafetensorsFile, shape: [Int]
  ) throws -> TensorView {
    guard file.contains(name) else {
      throw EmbeddingsError.badStore(path: path, problem: "\(file.path) lacks \(name)")
    }
    let tensor = try file.tensor(name)
    guard tensor.shape == shape else {
      throw EmbeddingsError.badStore(
        path: path,
        problem: "\(name) in \(file.path) has the shape \(tensor.shape), not \(shape)")
    }
    return tensor
  }
}

extension StoredDocument {
  static func load(path: String) throws -> [StoredDocument] {
    var lines = try JSONLines(path: path)
    var documents: [StoredDocument] = []
    while let (line, value) = try lines.next() {
      guard let document = StoredDocument(json: value) else {
        throw EmbeddingsError.badDocument(
          path: path, row: line, problem: "the line does not describe a stored document")
      }
      documents.append(document)
    }
    return documents
  }
}
