import GRDB
import TensorFiles
import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Catalog {
  /// A file's hash as an artifact; a file of 16 MiB or more that has not changed since it was last
  /// hashed (size and time of change) is not read again.
  public func artifact(_ role: Artifact.Role, name: String, path: String) throws -> Artifact {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw TensorFilesError.unreadable(path: path, reason: systemErrorText(errno))
    }
    let (bytes, modified) = (Int(status.st_size), Self.modified(status))
    func made(_ sha256: String) -> Artifact {
      Artifact(role: role, name: name, path: path, sha256: sha256, bytes: bytes)
    }
    guard bytes >= 1 << 24 else { return made(try ContentHash.sha256(file: path)) }
    let known = try database.read { database in
      try String.fetchOne(
        database,
        sql: "SELECT sha256 FROM known_hash WHERE path = ? AND bytes = ? AND modified = ?",
        arguments: [path, bytes, modified])
    }
    if let known { return made(known) }
    let hash = try ContentHash.sha256(file: path)
    try database.write { database in
      try database.execute(
        sql:
          "INSERT OR REPLACE INTO known_hash (path, bytes, modified, sha256) VALUES (?, ?, ?, ?)",
        arguments: [path, bytes, modified, hash])
    }
    return made(hash)
  }

  /// Nanoseconds since 1970 of the last change.
  private static func modified(_ status: stat) -> Int64 {
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
