import ArgumentParser
import LanguageModels

/// How a frozen model computes.
struct PrecisionOptions: ParsableArguments {
  @Option(help: "Precision of the matrix products: float32, bf16x3 (AMX) or bf16 (faster).")
  var precision: Precision = .float32

  /// Opens a Hugging Face folder, a `.gguf` file or a fetched model.
  ///
  /// - Throws: what `ModelLibrary.resolve` and `LanguageModel.open` throw.
  func open(_ model: String) throws -> LanguageModel {
    try LanguageModel.open(path: ModelLibrary.resolve(model), precision: precision)
  }
}
