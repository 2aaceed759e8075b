import Foundation

/// Folders of the user's cache that serve every working directory.
public enum UserCache {
  /// What the environment variable names, or `knowable/NAME` in the user's cache folder.
  public static func folder(_ name: String, variable: String) -> String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment[variable], !folder.isEmpty { return folder }
    let cache = environment["XDG_CACHE_HOME"] ?? (NSHomeDirectory() + "/.cache")
    return cache + "/knowable/" + name
  }
}
