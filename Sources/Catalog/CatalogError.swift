/// What can be wrong with a catalog or a question asked of it; `description` is the sentence a user
/// reads.
public enum CatalogError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be opened as a catalog.
  case unusable(path: String, reason: String)
  /// A later version of this program has written the catalog.
  case newer(path: String)
  /// No run, or more than one, starts with these characters.
  case noRun(prefix: String, candidates: Int)

  public var description: String {
    switch self {
    case .unusable(let path, let reason): "\(path) cannot be used as a catalog: \(reason)."
    case .newer(let path):
      "\(path) was written by a later version of knowable: update it, or name another catalog in "
        + "KNOWABLE_CATALOG."
    case .noRun(let prefix, 0): "No run has an id that starts with \(prefix)."
    case .noRun(let prefix, let candidates):
      "\(candidates) runs have an id that starts with \(prefix): give more of it."
    }
  }
}
