import Foundation

/// The folder where fetched models live: one folder a model, with `model.gguf` in it.
enum ModelLibrary {
  struct Installed {
    let name: String
    let path: String
    let bytes: Int
  }

  /// `$KNOWABLE_MODELS`, or `knowable/models` in the user's cache folder.
  static var folder: String { UserCache.folder("models", variable: "KNOWABLE_MODELS") }

  static func path(of name: String) -> String { "\(folder)/\(name)/model.gguf" }

  /// Models that were fetched, by name.
  static func installed() -> [Installed] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      let file = path(of: name)
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      return (attributes?[.size] as? Int).map { Installed(name: name, path: file, bytes: $0) }
    }
  }

  /// What `--model` means: a path, or the name of a fetched model.
  static func resolve(_ model: String) throws -> String {
    if FileManager.default.fileExists(atPath: model) { return model }
    let file = path(of: model)
    if FileManager.default.fileExists(atPath: file) { return file }
    if ModelCatalogue.entry(named: model) != nil {
      throw BadInput(
        "The model \(model) is not here yet: `knowable models pull \(model)` fetches it.")
    }
    throw BadInput(
      "There is no model at \(model): give a Hugging Face folder, a .gguf file, or a name that "
        + "`knowable models list` shows.")
  }
}
