/// What can be wrong with a notebook; `description` is the sentence to show.
public enum NotebookError: Error, CustomStringConvertible {
  /// The script is not where the program looks for it.
  case noScript(path: String)
  /// A committed page or figure is missing.
  case noPage(path: String)
  /// A committed page or figure is not what the script gives now.
  case differs(path: String, PageDifference)

  public var description: String {
    switch self {
    case .noScript(let path):
      return "There is no \(path) here: start the notebook at the root of the repository."
    case .noPage(let path):
      return "\(path) is missing: `make notebooks` writes it, then commit it."
    case .differs(let path, let difference):
      return """
        \(path) is not what its script gives now. The first difference is in line \
        \(difference.line):
          committed: \(difference.committed)
          now:       \(difference.new)
        If that is meant, read the page again, run `make notebooks` and commit it.
        """
    }
  }
}
