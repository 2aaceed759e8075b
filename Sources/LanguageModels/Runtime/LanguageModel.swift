/// A decoder-only language model with its weights in memory, ready to be run from many threads.
public final class LanguageModel: Sendable {
  /// The folder or GGUF file it was opened from.
  public let path: String
  /// How its products are computed.
  public let precision: Precision
  /// Sizes and structure.
  public let configuration: ModelConfiguration
  /// The files that hold the weights.
  public let weightsPaths: [String]
  /// The tokenizer that came with the weights, or why it cannot be used; nil when none came.
  private let loadedTokenizer: Result<Tokenizer, any Error>?
  let weights: ModelWeights

  /// The tokenizer that came with the weights; nil when there is none that can be used.
  public var tokenizer: Tokenizer? { try? loadedTokenizer?.get() }

  /// Why the tokenizer that came with the weights cannot be used: the model runs on token ids all
  /// the same. Nil when it can be used, or when none came.
  public var tokenizerFailure: (any Error)? {
    if case .failure(let error) = loadedTokenizer { error } else { nil }
  }

  /// All taps in the order of computation.
  public var taps: [Tap] { configuration.taps }

  /// Opens a Hugging Face folder or a GGUF file.
  ///
  /// A folder needs `config.json` and `model.safetensors` (or its sharded form); a
  /// `tokenizer.json` is loaded when there is one. Weights are converted to the precision's form on
  /// all cores: 4 bytes a parameter (`bf16`: 2), one to two seconds a billion parameters.
  /// Throws a sentence that names the file when something is missing, unsupported or misshapen.
  public static func open(
    path: String, precision: Precision = .float32
  ) throws -> LanguageModel {
    try LanguageModel(ModelFiles(path: path), precision)
  }

  private init(_ files: ModelFiles, _ precision: Precision) throws {
    path = files.path
    self.precision = precision
    configuration = files.configuration
    weightsPaths = files.weightsPaths
    let source = try files.weightSource()
    let tokenizerPath = files.tokenizerPath
    (weights, loadedTokenizer) = try concurrently(
      { try ModelWeights(source, precision) },
      { tokenizerPath.map { path in Result { try Tokenizer.load(path: path) } } })
  }

  /// A runtime of its own scratch memory; one for each thread that runs the model.
  public func makeRuntime() -> Runtime { Runtime(model: self) }

  /// The tap of that name; throws when the model has no such tap.
  public func tap(named name: String) throws -> Tap {
    guard let tap = Tap(name: name), taps.contains(tap) else {
      throw LanguageModelsError.unknownTap(name: name, available: taps.map(\.name))
    }
    return tap
  }
}
