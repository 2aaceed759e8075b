import TensorFiles

extension StoreManifest {
  /// Compares every listed file of the store's folder with its SHA-256. Reads all of them.
  ///
  /// - Throws: ``EmbeddingsError/badStore(path:problem:)`` naming the first file that differs,
  ///   `TensorFilesError` for one that cannot be read.
  func verifyFiles(in path: String) throws {
    for shard in shards {
      let files = [(shard.file, shard.sha256), (shard.documentsFile, shard.documentsSHA256)]
      for (name, sha256) in files where try ContentHash.sha256(file: "\(path)/\(name)") != sha256 {
        throw EmbeddingsError.badStore(
          path: path, problem: "\(name) is not the file that the manifest lists")
      }
    }
  }
}
