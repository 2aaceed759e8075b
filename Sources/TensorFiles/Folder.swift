import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Folders that results are written to.
public enum Folder {
  /// Makes a folder and those above it, where they are missing.
  ///
  /// - Throws: ``TensorFilesError/unwritable(path:reason:)`` in the system's words, also when
  ///   something else than a folder is in the way.
  public static func make(_ path: String) throws(TensorFilesError) {
    var place = path.hasPrefix("/") ? "/" : ""
    for name in path.split(separator: "/") {
      place += place.isEmpty || place.hasSuffix("/") ? String(name) : "/\(name)"
      guard mkdir(place, 0o777) != 0 else { continue }
      let code = errno
      guard isFolder(place) else {
        let reason = code == EEXIST ? "\(place) is not a folder" : systemErrorText(code)
        throw .unwritable(path: path, reason: reason)
      }
    }
  }

  /// Makes the folder in which a file is going to stand; see ``make(_:)``.
  public static func make(holding file: String) throws(TensorFilesError) {
    if let slash = file.lastIndex(of: "/"), slash > file.startIndex {
      try make(String(file[..<slash]))
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
