import Foundation
import LanguageModels

/// What `--model` may mean, and which models were fetched.
enum ModelLibrary {
  struct Installed {
    let name: String
    let path: String
    let bytes: Int
  }

  /// Options that name a model, or the store of one.
  private static let options: Set<String> = [
    "model", "small", "large", "smallmodel", "largemodel", "featuresmodel", "writer",
  ]

  /// Whether an option names a model: `small-model` on the command line, `smallModel` in its command.
  static func isNamed(by option: String) -> Bool {
    options.contains(option.lowercased().filter { $0 != "-" })
  }

  /// Models that were fetched, by name.
  static func installed() -> [Installed] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: FetchedModels.folder)) ?? []
    return names.sorted().compactMap { name in
      let file = FetchedModels.path(of: name)
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      return (attributes?[.size] as? Int).map { Installed(name: name, path: file, bytes: $0) }
    }
  }

  /// What `--model` means: a path, or the name of a fetched model.
  static func resolve(_ model: String) throws -> String {
    if FileManager.default.fileExists(atPath: model) { return model }
    if let file = FetchedModels.find(model) { return file }
    if ModelCatalogue.entry(named: model) != nil {
      throw BadInput(
        "The model \(model) is not here yet: `knowable models pull \(model)` fetches it.")
    }
    throw BadInput(
      "There is no model at \(model): give a Hugging Face folder, a .gguf file, or a name that "
        + "`knowable models list` shows.")
  }
}
