import LanguageModels
import Statistics

/// Token ids without meaning: no tokenizer, the same on every machine.
enum RandomTokens {
  static func documents(
    _ count: Int, of length: Int, for model: LanguageModel, seed: UInt64 = 0
  ) -> [[Int32]] {
    var generator = RandomGenerator(seed: seed)
    let vocabulary = model.configuration.vocabularySize
    return (0..<count).map { _ in
      (0..<length).map { _ in Int32(generator.integer(below: vocabulary)) }
    }
  }
}
