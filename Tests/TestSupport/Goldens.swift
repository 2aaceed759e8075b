public import Foundation

/// Golden files that the repository carries under `Tests/Goldens`, and models that may be installed.
public enum Goldens {
  /// The folder `Tests/Goldens`.
  public static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Goldens")

  /// The path of a golden file or folder, e.g. `path("tokenizers/bytelevel-gpt2/cases.json")`.
  public static func path(_ relative: String) -> String {
    folder.appending(path: relative).path(percentEncoded: false)
  }

  /// The repository's root folder.
  public static let repository = folder.deletingLastPathComponent().deletingLastPathComponent()
}

/// Real models that tests use when `make models` has put them in place.
public enum InstalledModels {
  /// SmolLM2-135M-Instruct, GGUF Q4_1, or nil when it is not installed.
  public static let smolLM2 = path("smollm2-135m-instruct")
  /// Gemma 3 270M, GGUF Q4_K_M, or nil when it is not installed.
  public static let gemma3 = path("gemma-3-270m")

  private static func path(_ name: String) -> String? {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (NSHomeDirectory() + "/.cache")
    let root = environment["KNOWABLE_MODELS"] ?? (cache + "/knowable/models")
    let file = "\(root)/\(name)/model.gguf"
    return FileManager.default.fileExists(atPath: file) ? file : nil
  }
}
