import TensorFiles
import TextFiles

extension StoreManifest {
  var json: JSONValue {
    [
      "schema": .string(Self.schema),
      "version": .integer(Int64(Self.schemaVersion)),
      "complete": .bool(isComplete),
      "model": [
        "name": .string(model.name),
        "architecture": .string(model.architecture),
        "fingerprint": .string(model.fingerprint),
        "layers": .integer(Int64(model.layers)),
        "width": .integer(Int64(model.width)),
        "vocabulary_size": .integer(Int64(model.vocabularySize)),
      ],
      "settings": [
        "taps": .array(settings.taps.map(JSONValue.string)),
        "dtype": .string(settings.dtype.rawValue),
        "positions": .string(settings.positions),
        "statistics": .bool(settings.statistics),
        "top_k": .integer(Int64(settings.topK)),
        "beginning_of_text": .string(settings.beginningOfText),
        "context_length": .integer(Int64(settings.contextLength)),
        "stride": .integer(Int64(settings.stride)),
        "batch_tokens": .integer(Int64(settings.batchTokens)),
        "precision": .string(settings.precision),
      ],
      "shards": .array(shards.map(\.json)),
    ]
  }

  /// Reads a manifest; `path` is for the error message.
  init(json: JSONValue, path: String) throws {
    let reader = ManifestReader(path: path)
    guard json["schema"]?.string == Self.schema else {
      throw EmbeddingsError.badStore(path: path, problem: "its manifest.json is not a store's")
    }
    let version = try reader.integer(json, "version")
    guard version == Self.schemaVersion else {
      throw EmbeddingsError.badStore(
        path: path,
        problem: "it has layout \(version) and this version reads layout \(Self.schemaVersion)")
    }
    let model = try reader.object(json, "model")
    let settings = try reader.object(json, "settings")
    let dtype = try reader.string(settings, "dtype")
    guard let type = FloatType(rawValue: dtype) else {
      throw EmbeddingsError.badStore(path: path, problem: "its taps are of unknown type \(dtype)")
    }
    self.model = Model(
      name: try reader.string(model, "name"),
      architecture: try reader.string(model, "architecture"),
      fingerprint: try reader.string(model, "fingerprint"),
      layers: try reader.integer(model, "layers"), width: try reader.integer(model, "width"),
      vocabularySize: try reader.integer(model, "vocabulary_size"))
    self.settings = Settings(
      taps: try reader.strings(settings, "taps"), dtype: type,
      positions: try reader.string(settings, "positions"),
      statistics: try reader.flag(settings, "statistics"),
      topK: try reader.integer(settings, "top_k"),
      beginningOfText: try reader.string(settings, "beginning_of_text"),
      contextLength: try reader.integer(settings, "context_length"),
      stride: try reader.integer(settings, "stride"),
      batchTokens: try reader.integer(settings, "batch_tokens"),
      precision: try reader.string(settings, "precision"))
    shards = try reader.array(json, "shards").map { try Shard(json: $0, reader) }
    isComplete = try reader.flag(json, "complete")
  }
}

extension StoreManifest.Shard {
  fileprivate var json: JSONValue {
    [
      "file": .string(file),
      "sha256": .string(sha256),
      "documents_file": .string(documentsFile),
      "documents_sha256": .string(documentsSHA256),
      "documents": .integer(Int64(documents)),
      "rows": .integer(Int64(rows)),
      "tokens": .integer(Int64(tokens)),
      "empty_documents": .integer(Int64(emptyDocuments)),
      "long_documents": .integer(Int64(longDocuments)),
    ]
  }

  fileprivate init(json: JSONValue, _ reader: ManifestReader) throws {
    self.init(
      file: try reader.fileName(json, "file"), sha256: try reader.string(json, "sha256"),
      documentsFile: try reader.fileName(json, "documents_file"),
      documentsSHA256: try reader.string(json, "documents_sha256"),
      documents: try reader.integer(json, "documents"), rows: try reader.integer(json, "rows"),
      tokens: try reader.integer(json, "tokens"),
      emptyDocuments: try reader.integer(json, "empty_documents"),
      longDocuments: try reader.integer(json, "long_documents"))
  }
}

/// Reads the members of a manifest; a missing or odd one is an error that names it.
private struct ManifestReader {
  let path: String

  func member<Value>(
    _ json: JSONValue, _ key: String, _ read: (JSONValue) -> Value?
  ) throws -> Value {
    guard let value = json[key].flatMap(read) else {
      throw EmbeddingsError.badStore(
        path: path, problem: "its manifest.json lacks a usable \"\(key)\"")
    }
    return value
  }

  func string(_ json: JSONValue, _ key: String) throws -> String {
    try member(json, key, \.string)
  }

  /// An amount; sums over shards must not overflow, and no store holds 2^40 of anything.
  func integer(_ json: JSONValue, _ key: String) throws -> Int {
    try member(json, key) { value in value.int.flatMap { (0..<1 << 40).contains($0) ? $0 : nil } }
  }

  func flag(_ json: JSONValue, _ key: String) throws -> Bool { try member(json, key, \.bool) }

  func array(_ json: JSONValue, _ key: String) throws -> [JSONValue] {
    try member(json, key, \.array)
  }

  func strings(_ json: JSONValue, _ key: String) throws -> [String] {
    try array(json, key).map { value in try member(["entry": value], "entry", \.string) }
  }

  func object(_ json: JSONValue, _ key: String) throws -> JSONValue {
    try member(json, key) { $0.object == nil ? nil : $0 }
  }

  /// A plain name: a manifest must not lead out of its folder.
  func fileName(_ json: JSONValue, _ key: String) throws -> String {
    try member(json, key) { value in
      value.string.flatMap { $0.isEmpty || $0.contains("/") ? nil : $0 }
    }
  }
}
