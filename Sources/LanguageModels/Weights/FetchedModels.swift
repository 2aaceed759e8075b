import Foundation
import TensorFiles

/// The models that `knowable models pull` has fetched: a folder a model, with `model.gguf` in it.
public enum FetchedModels {
  /// `$KNOWABLE_MODELS`, or `knowable/models` in the user's cache folder.
  public static var folder: String { UserCache.folder("models", variable: "KNOWABLE_MODELS") }

  /// Where the weights of a model stand once it is fetched.
  public static func path(of name: String) -> String { "\(folder)/\(name)/model.gguf" }

  /// The path of a fetched model, for ``LanguageModel/open(path:precision:)``; nil when it is not here.
  public static func find(_ name: String) -> String? {
    let path = path(of: name)
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
