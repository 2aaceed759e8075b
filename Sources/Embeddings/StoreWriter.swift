import Foundation
import LanguageModels
import LinearAlgebra
import TensorFiles
import TextFiles

/// Writes a store: each shard under a temporary name, synced and renamed, then the manifest.
///
/// The manifest on disk only ever lists shards that are complete; a shard written after the last
/// manifest is written again, with the same bytes.
struct StoreWriter {
  let path: String
  private(set) var manifest: StoreManifest

  /// Begins a store in the folder `path`, or continues the one that is there.
  ///
  /// - Throws: ``EmbeddingsError/storeMismatch(path:problem:)`` when the folder holds other things
  ///   or a run of another model or with other settings.
  init(path: String, manifest: StoreManifest) throws {
    self.path = path
    let file = Self.manifestPath(path)
    let files = FileManager.default
    guard files.fileExists(atPath: file) else {
      let present = (try? files.contentsOfDirectory(atPath: path)) ?? []
      if let other = present.first(where: { !$0.hasSuffix(".partial") }) {
        throw EmbeddingsError.storeMismatch(
          path: path, problem: "it is no store and already holds \(other)")
      }
      try Folder.make(path)
      self.manifest = manifest
      try write()
      return
    }
    let present = try StoreManifest(json: JSONValue.load(path: file), path: path)
    guard !present.shards.isEmpty || present.isComplete else {
      // Nothing is lost by beginning anew.
      self.manifest = manifest
      try write()
      return
    }
    guard present.model == manifest.model else {
      throw EmbeddingsError.storeMismatch(
        path: path,
        problem: "it was made with \(present.model.name) (\(present.model.fingerprint.prefix(12)))")
    }
    if let difference = present.settings.difference(from: manifest.settings) {
      throw EmbeddingsError.storeMismatch(path: path, problem: "it was made with \(difference)")
    }
    // A finished shard that is missing or damaged ends the run: nothing is silently made anew.
    try present.verifyFiles(in: path)
    self.manifest = present
  }

  /// The documents of a finished shard.
  func documents(of shard: StoreManifest.Shard) throws -> [StoredDocument] {
    try StoredDocument.load(path: "\(path)/\(shard.documentsFile)")
  }

  /// Writes the next shard and lists it in the manifest.
  mutating func append(
    _ rows: ScoredRows, documents: [StoredDocument], longerThan context: Int
  ) throws {
    let name = "shard-" + String(format: "%05d", manifest.shards.count)
    let file = name + ".safetensors"
    let documentsFile = name + ".documents.jsonl"
    let first = Int32(manifest.documents)
    try SafetensorsWriter.write(
      path: "\(path)/\(file)", tensors: rows.entries(firstDocument: first, dtype: dtype))
    try AtomicFile.write(path: "\(path)/\(documentsFile)") { sink in
      for document in documents { try sink.write(line: document.json) }
    }
    manifest.shards.append(
      StoreManifest.Shard(
        file: file, sha256: try ContentHash.sha256(file: "\(path)/\(file)"),
        documentsFile: documentsFile,
        documentsSHA256: try ContentHash.sha256(file: "\(path)/\(documentsFile)"),
        documents: documents.count, rows: rows.count,
        tokens: documents.reduce(0) { $0 + $1.tokens },
        emptyDocuments: documents.count { $0.tokens == 0 },
        longDocuments: documents.count { $0.tokens > context }))
    try write()
  }

  /// Marks the store as finished.
  mutating func complete() throws {
    manifest.isComplete = true
    try write()
  }

  private var dtype: ElementType { manifest.settings.dtype.elementType }

  private func write() throws {
    try AtomicFile.write(path: Self.manifestPath(path), json: manifest.json)
  }

  private static func manifestPath(_ folder: String) -> String { folder + "/manifest.json" }
}

extension ScoredRows {
  /// The columns of a shard under the names of the store's layout.
  fileprivate func entries(firstDocument: Int32, dtype: ElementType) -> [SafetensorsEntry] {
    var entries = [
      SafetensorsEntry(
        name: "document", shape: [count], int32s: document.map { $0 + firstDocument }),
      SafetensorsEntry(name: "position", shape: [count], int32s: position),
      SafetensorsEntry(name: "token", shape: [count], int32s: token),
    ]
    if endByte.contains(where: { $0 >= 0 }) {
      entries.append(SafetensorsEntry(name: "end_byte", shape: [count], int32s: endByte))
    }
    if entropy.count == count, count > 0 {
      entries += [
        SafetensorsEntry(name: "entropy", shape: [count], floats: entropy),
        SafetensorsEntry(name: "log_probability", shape: [count], floats: logProbability),
        SafetensorsEntry(name: "rank", shape: [count], int32s: rank),
      ]
      if topK > 0 {
        entries += [
          SafetensorsEntry(name: "top_tokens", shape: [count, topK], int32s: topTokens),
          SafetensorsEntry(
            name: "top_log_probabilities", shape: [count, topK], floats: topLogProbabilities),
        ]
      }
    }
    return entries
      + taps.map { tap, values in
        SafetensorsEntry(
          name: "tap.\(tap.name)", type: dtype, shape: [count, values.columns],
          floats: values.elements)
      }
  }
}

extension StoreManifest.Settings {
  /// The first setting that differs, as "taps a, b instead of c"; nil when all are equal.
  fileprivate func difference(from wanted: StoreManifest.Settings) -> String? {
    let pairs = [
      ("taps", taps.joined(separator: ", "), wanted.taps.joined(separator: ", ")),
      ("dtype", dtype.rawValue, wanted.dtype.rawValue),
      ("positions", positions, wanted.positions),
      ("statistics", "\(statistics)", "\(wanted.statistics)"),
      ("top-k", "\(topK)", "\(wanted.topK)"),
      ("beginning of text", beginningOfText, wanted.beginningOfText),
      ("context length", "\(contextLength)", "\(wanted.contextLength)"),
      ("stride", "\(stride)", "\(wanted.stride)"),
      ("batch tokens", "\(batchTokens)", "\(wanted.batchTokens)"),
      ("precision", precision, wanted.precision),
    ]
    return pairs.first { $0.1 != $0.2 }.map { "\($0.0) \($0.1) instead of \($0.2)" }
  }
}
